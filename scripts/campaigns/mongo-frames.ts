import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { serialize } from 'bson'
import fc from 'fast-check'
import type { MongoClient } from 'mongodb'
import { withEmbeddedMongo } from '../bench/embedded-server.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

/** A client that still gets no answer after this has found a hang. */
const PATIENCE_MS = 3000
/** How long one broken message is listened to. */
const LISTEN_MS = 20

const socketOf = (uri: string): string => decodeURIComponent(uri.slice('mongodb://'.length).split('/?')[0] as string)

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path })
    socket.once('connect', () => { resolve(socket) })
    socket.once('error', reject)
  })
}

/** Sends bytes, then goes: what it may say meanwhile is heard. */
async function send(path: string, parts: readonly Buffer[]): Promise<{ closed: boolean, answered: boolean }> {
  const socket = await open(path)
  const heard = { closed: false, answered: false }
  socket.on('data', () => { heard.answered = true })
  socket.on('error', () => undefined)
  const closed = new Promise<void>(resolve => { socket.once('close', () => { heard.closed = true; resolve() }) })
  for (const part of parts) { socket.write(part); await sleep(0) }
  await Promise.race([closed, sleep(LISTEN_MS)])
  socket.destroy()
  return heard
}

function message(body: Buffer, { length = 16 + body.length, opCode = 2013 }: { length?: number, opCode?: number } = {}): Buffer {
  const header = Buffer.alloc(16)
  header.writeInt32LE(length, 0)
  header.writeInt32LE(7, 4)
  header.writeInt32LE(opCode, 12)
  return Buffer.concat([header, body])
}

const flags = (value: number): Buffer => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes }
const body = (doc: object): Buffer => Buffer.concat([Buffer.from([0]), Buffer.from(serialize(doc))])

function sequence(name: string, docs: readonly Buffer[], claimed?: number): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...docs])
  const head = Buffer.alloc(5)
  head[0] = 1
  head.writeInt32LE(claimed ?? content.length + 4, 1)
  return Buffer.concat([head, content])
}

const DOCUMENT = Buffer.from(serialize({ _id: 1, a: [1, 'x', { b: null, c: new Date(0) }], t: 'text', r: /x/i, u: Buffer.from('bytes'), n: 1.5 }))
const COMMANDS: readonly object[] = [
  { ping: 1, $db: 'fuzz' }, { insert: 'c', documents: [{ a: 1 }], $db: 'fuzz' }, { find: 'c', filter: { a: { $gt: 1 } }, sort: { a: 1 }, $db: 'fuzz' }, { aggregate: 'c', pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {}, $db: 'fuzz' },
  { update: 'c', updates: [{ q: {}, u: { $set: { 'a.b': 1 } }, multi: true }], $db: 'fuzz' }, { delete: 'c', deletes: [{ q: { a: 'zz' }, limit: 0 }], $db: 'fuzz' }, { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a_1' }], $db: 'fuzz' }, { hello: 1, $db: 'admin' },
]

/** Documents in documents, as bytes, since no encoder goes so deep. */
function deep(levels: number): Buffer {
  const open = Buffer.from([3, 97, 0])
  const bytes = Buffer.alloc(levels * 8 + 5)
  for (let i = 0, at = 0; i <= levels; i++) {
    bytes.writeInt32LE(5 + 8 * (levels - i), at)
    if (i < levels) at += 4 + open.copy(bytes, at + 4)
  }
  return bytes
}

const command = fc.constantFrom(...COMMANDS)
const bytes = fc.uint8Array({ maxLength: 60 }).map(array => Buffer.from(array))
/** Lengths where mistakes are made: none, negative, too small, too large, the limits. */
const length = fc.oneof(fc.integer({ min: -5, max: 64 }), fc.constantFrom(-1, 0, 2 ** 31 - 1, -(2 ** 31), 48_000_000, 48_000_001, 16_777_216))

function changed(source: Buffer, changes: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(source)
  for (const [at, value] of changes) copy[at % copy.length] = value
  return copy
}

const changes = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 6 })
const whole = command.map(doc => message(Buffer.concat([flags(0), body(doc)])))
const withSequence = fc.tuple(fc.array(fc.constantFrom(DOCUMENT, DOCUMENT.subarray(0, 9), Buffer.alloc(5), Buffer.from([5, 0, 0, 0, 0])), { maxLength: 3 }), fc.option(length, { nil: undefined }), fc.constantFrom('documents', 'updates', '', 'x'))
  .map(([docs, claimed, name]) => message(Buffer.concat([flags(0), body({ insert: 'c', $db: 'fuzz' }), sequence(name, docs, claimed)])))

/** What a client may send, by what is wrong with it. */
const KINDS: Readonly<Record<string, fc.Arbitrary<Buffer>>> = {
  changedBytes: fc.tuple(whole, changes).map(([source, list]) => changed(source, list)),
  wrongLength: fc.tuple(command, length).map(([doc, claimed]) => message(Buffer.concat([flags(0), body(doc)]), { length: claimed })),
  cut: fc.tuple(whole, fc.nat(400)).map(([source, at]) => source.subarray(0, at % source.length)),
  operation: fc.tuple(bytes, fc.constantFrom(1, 1000, 2001, 2002, 2004, 2005, 2006, 2007, 2010, 2011, 2012, 0, -1)).map(([content, opCode]) => message(content, { opCode })),
  flags: fc.tuple(command, fc.nat(2 ** 31 - 1)).map(([doc, value]) => message(Buffer.concat([flags(value), body(doc)]))),
  checksum: fc.tuple(command, fc.nat(5)).map(([doc, size]) => message(Buffer.concat([flags(1), body(doc), Buffer.alloc(size, 7)]))),
  sections: fc.tuple(fc.array(fc.oneof(command.map(body), bytes, fc.constant(Buffer.from([2])), fc.constant(sequence('documents', [DOCUMENT]))), { maxLength: 4 })).map(([parts]) => message(Buffer.concat([flags(0), ...parts]))),
  sequences: withSequence,
  changedSequence: fc.tuple(withSequence, changes).map(([source, list]) => changed(source, list)),
  changedDocument: fc.tuple(changes).map(([list]) => message(Buffer.concat([flags(0), body({ insert: 'c', $db: 'fuzz' }), sequence('documents', [changed(DOCUMENT, list)])]))),
  invalidText: fc.tuple(bytes).map(([text]) => message(Buffer.concat([flags(0), body({ insert: 'c', $db: 'fuzz' }), sequence('documents', [textDocument(text)])]))),
  nested: fc.integer({ min: 150, max: 20_000 }).map(levels => message(Buffer.concat([flags(0), Buffer.from([0]), deep(levels)]))),
  nestedDocument: fc.integer({ min: 100, max: 5000 }).map(levels => message(Buffer.concat([flags(0), body({ insert: 'c', $db: 'fuzz' }), sequence('documents', [deep(levels)])]))),
  nothing: bytes,
}

/** A string that need not be UTF-8. */
function textDocument(text: Buffer): Buffer {
  const doc = Buffer.alloc(4 + 3 + 4 + text.length + 1 + 1)
  doc.writeInt32LE(doc.length, 0)
  doc.set([2, 97, 0], 4)
  doc.writeInt32LE(text.length + 1, 7)
  text.copy(doc, 11)
  return doc
}

interface Search { readonly client: MongoClient, readonly path: string, readonly figures: Record<string, number>, readonly faults: string[] }

/** Does the server still serve those who behave? */
async function isAlive({ client }: Search): Promise<boolean> {
  const pong = client.db('admin').command({ ping: 1 }).then(() => true, () => false)
  return Promise.race([pong, sleep(PATIENCE_MS, false)])
}

async function searchKind(search: Search, name: string, seed: number, runs: number): Promise<void> {
  const frames = fc.sample(KINDS[name] as fc.Arbitrary<Buffer>, { seed, numRuns: runs })
  for (const [i, frame] of frames.entries()) {
    const cut = i % 3 === 0 ? frame.length : (i * 7919) % Math.max(1, frame.length)
    const { closed, answered } = await send(search.path, [frame.subarray(0, cut), frame.subarray(cut)])
    search.figures.frames = (search.figures.frames ?? 0) + 1
    if (closed) search.figures.closed = (search.figures.closed ?? 0) + 1
    if (answered) search.figures.answered = (search.figures.answered ?? 0) + 1
    if (i % 25 === 0 && !await isAlive(search)) { search.faults.push(`${name}: no answer any more after ${frame.toString('hex').slice(0, 400)}`); return }
  }
}

/** What broken messages must leave behind: a collection that can be read, and indexes that agree with it. */
async function checkLeftovers({ client, faults }: Search): Promise<void> {
  const collection = client.db('fuzz').collection('c')
  const all = await collection.find({}, { raw: true, hint: { $natural: 1 } }).toArray()
  for (const { name } of await collection.indexes().catch(() => [])) {
    const through = await collection.find({}, { raw: true, hint: name as string }).toArray()
    if (through.length !== all.length) faults.push(`the index ${String(name)} has ${through.length} documents of ${all.length}`)
  }
  await collection.aggregate([{ $group: { _id: null, n: { $sum: 1 } } }]).toArray().catch((error: unknown) => { faults.push(`what was stored cannot be read: ${String(error)}`) })
}

/** Sends broken messages of every kind; nothing may crash, hang, or stop the service of others. */
export async function searchFrames(seed: number, runsPerKind: number): Promise<CampaignReport> {
  return withEmbeddedMongo(async (client, server) => {
    const search: Search = { client, path: socketOf(server.uri), figures: {}, faults: [] }
    for (const name of Object.keys(KINDS)) if (search.faults.length === 0) await searchKind(search, name, seed, runsPerKind)
    if (search.faults.length === 0 && !await isAlive(search)) search.faults.push('no answer at the end')
    if (search.faults.length === 0) await checkLeftovers(search)
    return { figures: { kinds: Object.keys(KINDS).length, ...search.figures }, faults: search.faults }
  })
}

export const run = ({ seed }: CampaignOptions): Promise<CampaignReport> => searchFrames(seed, 500)
