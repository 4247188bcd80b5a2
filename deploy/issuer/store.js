// Where the issuer keeps things: clients in files, so that a registered organisation outlives a restart; sessions and
// codes, which live minutes, in memory.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const MOST = 10_000
const FILES = { Client: 'clients.json', RegistrationAccessToken: 'registrations.json' }

export function storeIn (folder) {
  const memory = new Map()
  return (model) => FILES[model] ? new InFile(join(folder, FILES[model])) : new InMemory(model, memory)
}

class InFile {
  constructor (file) {
    this.file = file
    this.kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  }

  async find (id) {
    return Object.hasOwn(this.kept, id) ? this.kept[id] : undefined
  }

  async upsert (id, payload) {
    this.#write({ ...this.kept, [id]: payload })
  }

  async destroy (id) {
    const { [id]: _, ...others } = this.kept
    this.#write(others)
  }

  // Whole or not at all: a stop in the middle leaves the old file.
  #write (kept) {
    writeFileSync(`${this.file}.new`, JSON.stringify(kept), { mode: 0o600, flush: true })
    renameSync(`${this.file}.new`, this.file)
    this.kept = kept
  }
}

class InMemory {
  constructor (model, memory) {
    this.model = model
    this.memory = memory
  }

  async find (id) {
    return this.#living(`${this.model}:${id}`)
  }

  async findByUid (uid) {
    return this.#first((payload) => payload.uid === uid)
  }

  async findByUserCode (userCode) {
    return this.#first((payload) => payload.userCode === userCode)
  }

  async upsert (id, payload, seconds) {
    const key = `${this.model}:${id}`
    this.memory.delete(key)
    this.memory.set(key, { payload, until: seconds ? Date.now() + seconds * 1000 : Infinity })
    if (this.memory.size > MOST) this.#tidy()
  }

  async consume (id) {
    const found = await this.find(id)
    if (found) found.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy (id) {
    this.memory.delete(`${this.model}:${id}`)
  }

  async revokeByGrantId (grantId) {
    for (const [key, { payload }] of this.memory) {
      if (payload.grantId === grantId) this.memory.delete(key)
    }
  }

  #living (key) {
    const kept = this.memory.get(key)
    if (kept && kept.until > Date.now()) return kept.payload
    this.memory.delete(key)
    return undefined
  }

  #first (wanted) {
    const mine = [...this.memory.keys()].filter((key) => key.startsWith(`${this.model}:`))
    return mine.map((key) => this.#living(key)).find((payload) => payload && wanted(payload))
  }

  // What has ended goes first, then what is oldest.
  #tidy () {
    for (const key of [...this.memory.keys()]) this.#living(key)
    for (const key of this.memory.keys()) {
      if (this.memory.size <= MOST) break
      this.memory.delete(key)
    }
  }
}
