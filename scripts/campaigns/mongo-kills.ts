import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Collection, type Db, MongoClient } from 'mongodb'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { startProcess } from '../bench/embedded-server.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

const WRITERS = 8

interface Item { readonly _id: string, readonly unique: string, readonly group: number, readonly changed?: number }
interface Counter { readonly _id: string, readonly n: number }

/** What writers were told, to compare with what is there afterwards. */
interface Told {
  readonly inserted: Set<string>
  readonly removed: Set<string>
  /** Ids whose removal was asked for and never answered: both outcomes are right. */
  readonly maybeRemoved: Set<string>
  attempts: number
  increments: number
  incrementAttempts: number
}

interface Turn { readonly db: Db, readonly name: string, readonly told: Told }

/** Inserts, increments, changes and removes until the server is gone; only what was acknowledged counts. */
async function writeUntilKilled({ db, name, told }: Turn): Promise<void> {
  const items = db.collection<Item>('items')
  for (let i = 0; ; i++) {
    const id = `${name}-${i}`
    try {
      told.attempts++
      await items.insertOne({ _id: id, unique: id, group: i % 7 })
      told.inserted.add(id)
      told.incrementAttempts++
      await db.collection<Counter>('counters').updateOne({ _id: 'counter' }, { $inc: { n: 1 } }, { upsert: true })
      told.increments++
      if (i % 3 === 0) await items.updateOne({ _id: id }, { $set: { group: 8, changed: 1 } })
      if (i % 5 === 0) await remove(items, id, told)
    } catch { return }
  }
}

async function remove(items: Collection<Item>, id: string, told: Told): Promise<void> {
  told.maybeRemoved.add(id)
  await items.deleteOne({ _id: id })
  told.removed.add(id)
}

async function round(dataDir: string, number: number, pause: number, told: Told): Promise<void> {
  const { child, uri } = await startProcess(dataDir)
  const client = new MongoClient(uri, { writeConcern: { w: 'majority' }, retryReads: false, serverSelectionTimeoutMS: 500, maxPoolSize: WRITERS })
  const db = client.db('durable')
  if (number === 0) await db.collection('items').createIndexes([{ key: { unique: 1 }, unique: true }, { key: { group: 1 } }])
  const writers = Array.from({ length: WRITERS }, (_, i) => writeUntilKilled({ db, name: `${number}-${i}`, told }))
  await sleep(pause)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await client.close(true)
  await Promise.all(writers)
}

interface Found { readonly faults: string[], readonly stored: number }

async function check(dataDir: string, told: Told): Promise<Found> {
  const server = await startEmbeddedMongo({ dataDir })
  const client = await new MongoClient(server.uri).connect()
  try { return await compare(client.db('durable'), told) } finally {
    await client.close()
    await server.close()
  }
}

async function compare(db: Db, told: Told): Promise<Found> {
  const items = db.collection<Item>('items')
  const stored = (await items.find({}, { hint: { $natural: 1 } }).toArray()).map(({ _id }) => _id)
  const ids = new Set(stored)
  const faults: string[] = []
  const lost = [...told.inserted].filter(id => !ids.has(id) && !told.maybeRemoved.has(id))
  if (lost.length > 0) faults.push(`${lost.length} acknowledged inserts are lost, as ${String(lost[0])}`)
  const back = [...told.removed].filter(id => ids.has(id))
  if (back.length > 0) faults.push(`${back.length} removed documents are there again, as ${String(back[0])}`)
  if (stored.length !== ids.size) faults.push(`${stored.length - ids.size} documents are doubled`)
  for (const hint of ['_id_', 'unique_1', 'group_1']) {
    const through = (await items.find({}, { hint }).toArray()).map(({ _id }) => _id)
    if (through.sort().join() !== [...stored].sort().join()) faults.push(`the index ${hint} disagrees with the documents`)
  }
  const n = (await db.collection<Counter>('counters').findOne({ _id: 'counter' }))?.n ?? 0
  if (n < told.increments || n > told.incrementAttempts) faults.push(`the counter says ${n}: ${told.increments} increments were acknowledged and ${told.incrementAttempts} asked for`)
  return { faults, stored: stored.length }
}

/** Kills the process without warning under eight writers, again and again, and compares what is left with what was promised. */
export async function searchKills(seed: number, rounds: number): Promise<CampaignReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kills-'))
  const told: Told = { inserted: new Set(), removed: new Set(), maybeRemoved: new Set(), attempts: 0, increments: 0, incrementAttempts: 0 }
  try {
    for (let number = 0; number < rounds; number++) await round(dataDir, number, 60 + ((number + seed) * 37) % 90, told)
    const { faults, stored } = await check(dataDir, told)
    if (told.inserted.size <= rounds) faults.push('there was hardly anything to lose')
    return { figures: { rounds, writers: WRITERS, insertsAsked: told.attempts, insertsAcknowledged: told.inserted.size, removalsAcknowledged: told.removed.size, incrementsAcknowledged: told.increments, stored }, faults }
  } finally { rmSync(dataDir, { recursive: true, force: true }) }
}

export const run = ({ seed }: CampaignOptions): Promise<CampaignReport> => searchKills(seed, 60)
