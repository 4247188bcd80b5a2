// What the issuer is told: its address by the environment, its clients and people by a file of secrets.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { calculateJwkThumbprint } from 'jose'

const SERVICES = ['partnership', 'assessment', 'commissioning', 'reporting']
export const SCOPES = SERVICES.flatMap((name) => [`${name}:read`, `${name}:write`])
export const ALGORITHM = 'ES256'

export function readSettings () {
  const address = needed('PINS_ISSUER')
  const folder = process.env.PINS_ISSUER_DATA ?? '/data'
  mkdirSync(folder, { recursive: true })
  return {
    issuer: address,
    path: new URL(address).pathname.replace(/\/$/, ''),
    port: Number(process.env.PINS_PORT ?? 8000),
    audience: process.env.PINS_AUDIENCE ?? 'pins',
    callback: needed('PINS_DASHBOARD_CALLBACK'),
    folder,
    keys: keysIn(folder),
    ...JSON.parse(readFileSync(process.env.PINS_IDENTITY_FILE ?? '/run/secrets/identity', 'utf8'))
  }
}

function needed (name) {
  const found = process.env[name]
  if (!found) {
    console.error(`${name} is needed.`)
    process.exit(1)
  }
  return found
}

// The first key signs; those after it are still published, so that tokens they signed are believed until they end.
function keysIn (folder) {
  const file = join(folder, 'keys.json')
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const made = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: ALGORITHM }
    writeFileSync(file, JSON.stringify({ keys: [made] }), { mode: 0o600 })
  }
  const { keys } = JSON.parse(readFileSync(file, 'utf8'))
  keys.forEach((key) => createPrivateKey({ key, format: 'jwk' }))
  return keys
}

export async function named (keys) {
  return Promise.all(keys.map(async (key) => ({ ...key, kid: key.kid ?? await calculateJwkThumbprint(key) })))
}
