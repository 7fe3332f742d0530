import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { PEOPLE } from '../../seed/demo/people.ts'
import { isSealed } from '../../server/modules/bids/sealed-bid.ts'
import { nodeArgs } from '../support/node-args.ts'
import { temporaryFolder } from '../support/store.ts'
import { CANARIES, FILE } from './dump-scene.ts'

t.setTimeout(300_000)
type Row = Record<string, unknown>
interface Dump { sealed: { needs: string[]; bids: string[]; receipts: string[] }; folder: string; dump: Record<string, Row[]> }

/** What was written in bids, and what is known of one only to whoever handed it in. */
const CONTENT = [/CANARY(?!-ANNEX)/, /金丝雀/, /7654321/, /bid-(?:drafted|submitted|withdrawn)/]
const encodings = (text: string): string[] => [text, Buffer.from(text).toString('base64').replaceAll('=', ''), Buffer.from(text).toString('hex')]

async function output(child: ChildProcess): Promise<() => string> {
  let log = ''
  child.stdout?.on('data', (part: Buffer) => { log += part.toString() })
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (part: Buffer) => { if (part.toString().includes('ready')) resolve() })
    child.once('exit', (code) => reject(new Error(`the scene ended with ${code}`)))
  })
  return () => log
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile())
}

t.test('a stolen dump, data folder or log does not tell who bids for what, how many, or a word of it', async (t) => {
  const folder = await temporaryFolder(t)
  const child = spawn(process.execPath, [...nodeArgs('tests/sealing/dump-scene'), folder])
  const log = await output(child)
  const { sealed, folder: data, dump } = JSON.parse(readFileSync(join(folder, 'dump.json'), 'utf8')) as Dump
  let probes = 0
  const absent = (where: string, text: string, secret: RegExp | string) => {
    probes += 1
    if (typeof secret === 'string' ? text.includes(secret) : secret.test(text)) t.fail(`${where} tells ${String(secret)}`)
  }
  const secrets = [...CONTENT, ...sealed.receipts, ...[CANARIES.route, CANARIES.team, FILE.subarray(-10).toString()].flatMap(encodings)]

  for (const [name, rows] of Object.entries(dump)) for (const row of rows) {
    const text = JSON.stringify(row)
    for (const secret of secrets) absent(`${name} ${String(row['_id'])}`, text, secret)
  }

  const names = [
    ...sealed.needs, ...PEOPLE.flatMap((one) => [one.id, one.email, one.name]), ...ORGANISATIONS.flatMap((one) => [one.id, one.name]), '公开标题',
  ]
  const aboutBids = Object.entries(dump).flatMap(([name, rows]) => rows.map((row) => [name, JSON.stringify(row)] as const))
    .filter(([name, text]) => name !== 'keys' && (name === 'bids' || /sealed1\.|"sealed:/.test(text) || sealed.bids.some((id) => text.includes(id))))
  for (const [name, text] of aboutBids) for (const one of names) absent(`${name}: ${text.slice(0, 60)}`, text, one)
  t.ok(aboutBids.length > 20, `${aboutBids.length} rows are about bids`)

  const bids = dump['bids'] ?? []
  t.equal(bids.length, sealed.bids.length)
  t.ok(bids.every(isSealed), 'every bid is recognised as sealed')
  const tags = bids.flatMap((row) => Object.values(row['tags'] as Record<string, string>))
  t.equal(new Set(tags).size, tags.length, 'no two rows share a tag: nothing says which belong together')
  const stored = (name: string) => (dump[name] ?? []).filter((row) => String(row['_id']).startsWith('sealed:'))
  for (const name of ['notices', 'outbox']) {
    const times = new Set(stored(name).flatMap((row) => ['at', 'queuedAt', 'notBefore', 'settledAt'].map((field) => row[field]).filter((one) => one)))
    t.ok(stored(name).length > 0, `${stored(name).length} sealed rows in ${name}`)
    t.same([...times], [new Date(0).toISOString()], `${name}: nor does a time`)
  }

  const keys = (dump['keys'] ?? []).filter((row) => String(row['_id']).startsWith('need:'))
  t.equal(keys.length, (dump['needs'] ?? []).length, 'every need has a key, with bids or without')
  t.same(new Set(keys.map(({ confirmations, intakeEnded }) => JSON.stringify([confirmations, intakeEnded]))), new Set(['[[],null]']), 'and all look alike')

  const files = filesIn(data)
  t.ok(files.some((path) => readFileSync(path).includes('公开标题甲')), 'the search finds what is public')
  for (const path of files) {
    const bytes = readFileSync(path).toString('latin1')
    const searched = [...secrets.map((one) => (one instanceof RegExp ? new RegExp(Buffer.from(one.source).toString('latin1')) : one))]
    for (const secret of searched) absent(path, bytes, secret)
  }
  const lines = log().split('\n')
  t.ok(lines.length > 10, `${lines.length} lines of log`)
  for (const secret of [...secrets, ...sealed.bids]) absent('the log', log(), secret)
  t.comment(`${probes} probes: ${Object.keys(dump).length} collections, ${files.length} files, ${lines.length} lines of log`)
  t.ok(probes > 5000, `${probes} probes, 0 hits`)
  child.stdin?.write('end\n')
  await once(child, 'exit')
})
