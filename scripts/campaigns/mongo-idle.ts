import { readdirSync, readlinkSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Collection, type Document, MongoClient } from 'mongodb'
import { type ServerProcess, withServerProcess } from '../bench/embedded-server.ts'
import { memoryOf } from '../bench/process-memory.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

const IDLE = 1000
/** What may stay behind after a round that leaves nothing behind, in MB: the allocator keeps some. */
const SLACK_MB = 60
/** An answer that takes longer, with a thousand idle connections open, is a hang. */
const PATIENCE_MS = 5000
/** The sockets of one client and the listening one. */
const FEW = 20

const socketOf = (uri: string): string => decodeURIComponent(uri.slice('mongodb://'.length).split('/?')[0] as string)

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path })
    socket.on('error', reject)
    socket.once('connect', () => { resolve(socket) })
  })
}

/** A client that reads the beginning of a result and is gone, its connections with it. */
async function vanish(uri: string): Promise<void> {
  const client = await new MongoClient(uri, { maxPoolSize: 1 }).connect()
  const cursor = client.db('soak').collection('items').find({}, { batchSize: 10 })
  await cursor.next()
  await client.close(true)
}

async function work(items: Collection<Document>, round: number): Promise<void> {
  await items.insertMany(Array.from({ length: 200 }, (_, i) => ({ round, i, text: 'x'.repeat(500) })))
  await items.updateMany({ round }, { $set: { seen: true } })
  await items.find({ round }).sort({ i: -1 }).toArray()
  await items.aggregate([{ $match: { round } }, { $group: { _id: '$i', texts: { $push: '$text' } } }]).toArray()
  await items.find({ $nonsense: 1 }).toArray().catch(() => undefined)
  await items.deleteMany({ round })
}

async function soak(server: ServerProcess, rounds: number): Promise<CampaignReport> {
  const client = await new MongoClient(server.uri).connect()
  const items = client.db('soak').collection<Document>('items')
  await items.insertMany(Array.from({ length: 500 }, (_, i) => ({ keep: i })))
  const sockets = await Promise.all(Array.from({ length: IDLE }, () => open(socketOf(server.uri))))
  const memory: number[] = []
  let slowest = 0
  for (let round = 0; round < rounds; round++) {
    await Promise.all([work(items, round), vanish(server.uri)])
    const started = performance.now()
    await Promise.race([client.db('admin').command({ ping: 1 }), sleep(PATIENCE_MS)])
    slowest = Math.max(slowest, performance.now() - started)
    memory.push(memoryOf(server.child.pid as number).resident)
  }
  for (const socket of sockets) socket.destroy()
  const left = await socketsLeft(server)
  await client.close()
  return report({ memory, slowest, left })
}

/** The idle connections are closed a moment after their clients are gone. */
async function socketsLeft({ child }: ServerProcess): Promise<number> {
  const folder = `/proc/${String(child.pid)}/fd`
  const count = (): number => readdirSync(folder).filter(name => /^socket/.test(linkOf(join(folder, name)))).length
  for (let attempt = 0; attempt < 20 && count() > FEW; attempt++) await sleep(100)
  return count()
}

/** A descriptor may be gone before it is looked at. */
function linkOf(path: string): string {
  try { return readlinkSync(path) } catch { return '' }
}

function report({ memory, slowest, left }: { memory: readonly number[], slowest: number, left: number }): CampaignReport {
  const middle = memory[Math.floor(memory.length / 3)] as number
  const last = memory[memory.length - 1] as number
  const faults: string[] = []
  if (last - middle > SLACK_MB) faults.push(`memory grew from ${middle.toFixed(0)} to ${last.toFixed(0)} MB in the last two thirds`)
  if (slowest >= PATIENCE_MS) faults.push(`a ping took ${slowest.toFixed(0)} ms`)
  if (left > FEW) faults.push(`${left} sockets are still open`)
  return { figures: { idleConnections: IDLE, rounds: memory.length, vanishedClients: memory.length, residentAtAThirdMB: Math.round(middle), residentAtTheEndMB: Math.round(last), slowestPingMs: Math.round(slowest), socketsLeft: left }, faults }
}

/** Works beside a thousand idle connections and clients that vanish in the middle of a result; nothing may stay behind. */
export function searchLeaks(rounds: number): Promise<CampaignReport> {
  return withServerProcess(server => soak(server, rounds))
}

export const run = (_options: CampaignOptions): Promise<CampaignReport> => searchLeaks(150)
