import { join } from 'node:path'
import { open } from 'lmdb'
import { type Collection, type Db, type Document, MongoClient } from 'mongodb'
import { type ServerProcess, withEmbeddedMongo, withServerProcess } from './embedded-server.ts'
import { memoryOf } from './process-memory.ts'

const IN_FLIGHT = 32
/** Short rounds of every operation in turn, so that what else the machine does meets all of them alike. */
const ROUNDS = 15
const ROUND_MS = 300

type Numbered = Document & { _id: number }
type Operation = (i: number) => Promise<unknown>

interface Result { readonly name: string, readonly measured: number, readonly bound: string, readonly holds: boolean }

/** Operations per second with 32 in flight. */
async function rate(operation: Operation, from: number): Promise<{ rate: number, done: number }> {
  let done = 0
  const start = performance.now()
  await Promise.all(Array.from({ length: IN_FLIGHT }, async () => { while (performance.now() < start + ROUND_MS) await operation(from + done++) }))
  return { rate: (done * 1000) / (performance.now() - start), done }
}

type Rates<Name extends string> = Readonly<Record<Name, number>>

/** The rates of each round. */
async function ratesByRound<Name extends string>(operations: Readonly<Record<Name, Operation>>): Promise<Rates<Name>[]> {
  const names = Object.keys(operations) as Name[]
  const done = Object.fromEntries(names.map(name => [name, 0])) as Record<Name, number>
  const rounds: Rates<Name>[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const rates = { ...done }
    for (const name of names) {
      const measured = await rate(operations[name], done[name])
      done[name] += measured.done
      rates[name] = measured.rate
    }
    rounds.push(rates)
  }
  // The first round warms up.
  return rounds.slice(1)
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number

/** The middle of several times, in milliseconds. */
async function median(times: number, operation: () => Promise<unknown>): Promise<number> {
  const measured: number[] = []
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    await operation()
    measured.push(performance.now() - start)
  }
  return middle(measured)
}

const person = (_id: number): Numbered => ({ _id, name: `person ${_id}`, group: _id % 1000, at: new Date(_id * 1000), tags: ['a', 'b'] })
const atLeast = (name: string, measured: number, limit: number): Result => ({ name, measured, bound: `≥ ${limit}`, holds: measured >= limit })
const atMost = (name: string, measured: number, limit: number): Result => ({ name, measured, bound: `≤ ${limit}`, holds: measured <= limit })

async function fill(collection: Collection<Numbered>, count: number): Promise<void> {
  await collection.createIndexes([{ key: { group: 1 } }, { key: { at: 1 } }])
  for (let from = 0; from < count; from += 10_000) await collection.insertMany(Array.from({ length: 10_000 }, (_, i) => person(from + i)))
}

/** `where`: the stand-in shares the driver's process and thread, as in the application, or has its own, as a server has. */
async function rates(db: Db, where: string): Promise<Result[]> {
  const people = db.collection<Numbered>('people')
  const durable = db.collection<Numbered>('durable', { writeConcern: { w: 'majority' } })
  await fill(people, 10_000)
  const rounds = await ratesByRound({
    ping: () => db.command({ ping: 1 }),
    nothing: i => db.collection<Numbered>('not there').findOne({ _id: i }),
    findById: i => people.findOne({ _id: i % 10_000 }),
    equality: i => people.findOne({ group: i % 1000 }),
    insert: i => durable.insertOne(person(i)),
    update: i => people.updateOne({ _id: i % 10_000 }, { $inc: { n: 1 } }),
  })
  const names = Object.keys(rounds[0] ?? {}) as (keyof (typeof rounds)[number])[]
  console.log(`${where}, per second: ${names.map(name => `${name} ${middle(rounds.map(one => one[name])).toFixed(0)}`).join(', ')}`)
  const ratio = (one: (typeof names)[number], other: (typeof names)[number], limit: number): Result =>
    atLeast(`${where}: ${one} / ${other}`, middle(rounds.map(rates => rates[one] / rates[other])), limit)
  // The driver's own findOne costs more than its ping, whatever the server does: the lines with `nothing` show how much.
  return [
    ratio('findById', 'ping', 0.8), ratio('findById', 'nothing', 0.8), ratio('equality', 'ping', 0.7), ratio('equality', 'nothing', 0.7),
    ratio('insert', 'findById', 0.8), ratio('update', 'findById', 0.5),
  ]
}

async function sortedReads(db: Db): Promise<Result> {
  const [small, large] = [db.collection<Numbered>('people'), db.collection<Numbered>('large')]
  await fill(large, 200_000)
  const page = (collection: Collection<Numbered>) => median(1, () => collection.find().sort({ at: -1 }).limit(20).toArray())
  const times: [number, number][] = []
  // In turn, so that what else the machine does meets both alike.
  for (let i = 0; i < 101; i++) times.push([await page(small), await page(large)])
  return atMost('sort+limit on 200,000 / on 10,000', middle(times.map(([, large]) => large)) / middle(times.map(([small]) => small)), 1.5)
}

/** The same bytes and as many index entries, written with lmdb alone. */
async function rawInsert(folder: string): Promise<number> {
  const root = open<Buffer, Buffer>({ path: join(folder, 'raw.mdb'), noSubdir: true, encoding: 'binary', keyEncoding: 'binary' })
  let round = 0
  const time = await median(3, async () => {
    round++
    await root.transaction(() => {
      for (let i = 0; i < 10_000; i++) for (let entry = 0; entry < 4; entry++) root.putSync(Buffer.from(`${entry}/${round}/${String(i).padStart(8, '0')}`), Buffer.alloc(entry === 0 ? 110 : 6))
    })
  })
  await root.close()
  return time
}

async function bulkInsert(db: Db, folder: string): Promise<Result> {
  const raw = await rawInsert(folder)
  const documents = Array.from({ length: 10_000 }, (_, i) => person(i))
  const bulk = db.collection<Numbered>('bulk')
  const time = await median(3, async () => {
    await bulk.drop()
    await bulk.createIndexes([{ key: { group: 1 } }, { key: { at: 1 } }])
    await bulk.insertMany(documents)
  })
  return atMost('insertMany 10,000 / raw lmdb', time / raw, 6)
}

const LONG = [{ $group: { _id: '$group', names: { $addToSet: '$name' }, n: { $sum: 1 } } }, { $sort: { n: -1, _id: 1 } }, { $limit: 10 }]

/** How long others wait while a long aggregation runs in a server of its own. */
async function fairness(server: ServerProcess): Promise<Result[]> {
  const idle = memoryOf(server.child.pid as number).resident
  const [client, other] = await Promise.all([new MongoClient(server.uri).connect(), new MongoClient(server.uri).connect()])
  const large = client.db('bench').collection<Numbered>('large')
  await fill(large, 200_000)
  const waits: number[] = []
  for (let round = 0; round < 3; round++) {
    let running = true
    const work = large.aggregate(LONG).toArray().finally(() => { running = false })
    while (running) waits.push(await median(1, () => other.db('bench').command({ ping: 1 })))
    await work
  }
  await Promise.all([client.close(), other.close()])
  waits.sort((a, b) => a - b)
  return [atMost('ping p99 during an aggregation, ms', waits[Math.floor(waits.length * 0.99)] ?? 0, 50), atMost('resident when idle, MB', idle, 80)]
}

async function ratesApart({ uri }: ServerProcess): Promise<Result[]> {
  const client = await new MongoClient(uri, { maxPoolSize: IN_FLIGHT }).connect()
  try { return await rates(client.db('bench'), 'in a process of its own') } finally { await client.close() }
}

/** Measures the stand-in in ratios within one run, since machines differ. */
export async function run(): Promise<boolean> {
  const alone = await withServerProcess(fairness)
  const apart = await withServerProcess(ratesApart)
  const results = await withEmbeddedMongo(async (client, _server, folder) => {
    const db = client.db('bench')
    return [...apart, ...await rates(db, 'in this process'), await sortedReads(db), await bulkInsert(db, folder), ...alone]
  }, { maxPoolSize: IN_FLIGHT })
  for (const { name, measured, bound, holds } of results) console.log(`${holds ? 'ok    ' : 'MISSED'} ${name}: ${measured.toFixed(2)} (${bound})`)
  return results.every(({ holds }) => holds)
}
