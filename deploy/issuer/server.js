// The issuer as a process: OpenID Connect below the path of its address, and its own sign-in page.
import { createServer } from 'node:http'

import { readSettings } from './settings.js'
import { issuer } from './provider.js'
import { signIn } from './sign-in.js'

const settings = readSettings()
const provider = await issuer(settings)
const answer = provider.callback()
const interactions = signIn(provider, settings)

const server = createServer((request, response) => {
  const [path] = request.url.split('?')
  if (path === '/health') {
    response.end('ready\n')
  } else if (path.startsWith(`${settings.path}/interaction/`)) {
    interactions(request, response)
  } else if (path.startsWith(`${settings.path}/`)) {
    request.originalUrl = request.url
    request.url = request.url.slice(settings.path.length)
    answer(request, response)
  } else {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing at this address.\n')
  }
})

server.listen(settings.port, () => console.log(`The issuer ${settings.issuer} listens on port ${settings.port}`))

// As process 1 of a container nothing ends it by default.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  })
}
