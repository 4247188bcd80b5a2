// The page on which a person signs in, by the name and the password in the file of secrets.
import { createHash, timingSafeEqual } from 'node:crypto'

const HEADERS = {
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff'
}
const GREATEST_FORM = 10_000
const LONGEST_PAUSE = 5_000

// What went wrong, on a page of ours: the library's own would fetch its letters from elsewhere.
export function refuse (ctx, { error_description: why = 'The request cannot be answered.' }) {
  ctx.type = 'html'
  ctx.set(HEADERS)
  ctx.body = page(`<p role="alert">${escaped(why)}</p><p>Go back to the dashboard, and begin again.</p>`)
}

const escaped = (text) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`)

export function signIn (provider, { people }) {
  let failures = 0
  return async (request, response) => {
    try {
      await provider.interactionDetails(request, response)
    } catch {
      return send(response, 400, page('<p>This sign-in has ended. Go back to the dashboard, and begin again.</p>'))
    }
    if (request.method !== 'POST') return send(response, 200, page(form('')))
    const given = new URLSearchParams(await bodyOf(request))
    const person = people.find(({ name }) => name === given.get('name'))
    if (!same(given.get('password') ?? '', person?.password ?? '') || !person) {
      failures += 1
      await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_PAUSE, 200 * failures)))
      return send(response, 401, page(form('<p role="alert">This name and password do not belong together.</p>')))
    }
    failures = 0
    await provider.interactionFinished(request, response, { login: { accountId: person.name } })
  }
}

const digest = (text) => createHash('sha256').update(text).digest()
const same = (one, other) => timingSafeEqual(digest(one), digest(other))

async function bodyOf (request) {
  let body = ''
  for await (const piece of request) {
    body += piece
    if (body.length > GREATEST_FORM) return ''
  }
  return body
}

const send = (response, status, body) => response.writeHead(status, HEADERS).end(body)

const form = (why) => `${why}<form method="post">
<p><label>Name<br><input name="name" autocomplete="username" required autofocus></label></p>
<p><label>Password<br><input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button>Sign in</button></p></form>`

const page = (body) => `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Sign in</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:1.1rem/1.5 sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}input{font:inherit;width:100%}
button{font:inherit;padding:.4rem 1.2rem}[role=alert]{border-left:.3rem solid #b10;padding-left:.6rem}</style></head>
<body><main><h1>Sign in to PINS</h1>${body}</main></body></html>`
