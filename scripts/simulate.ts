import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ACCOUNTS } from '../seed/demo/people.ts'
import { buildApp, type App } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { loadDemo } from '../server/demo/demo-loader.ts'
import { startEmbeddedMongo } from '../server/embedded-mongo/embedded-mongo.ts'
import { MovableClock } from '../server/kernel/clock.ts'
import { messageIdOf } from '../server/mail/message-id.ts'
import { checkMail, type MailTransport, type OutgoingMail } from '../server/mail/mail-transport.ts'
import type { OutboxMail } from '../server/mail/outbox-store.ts'
import { loadRegion } from '../server/region.ts'
import { openDatabase } from '../server/store/database.ts'
import { actEveryDay } from './simulation/busy-city.ts'

const usage = `Lets days go by in the demonstration's city, in a folder of its own: dates come due, people act, digests go out.

  npm run -s simulate -- [--days 7] [--read N]

  --days   how many (default 7)
  --read   prints the text of N mails, of as many kinds and people as there are (default 0)

Lists every mail: when, to whom, what, and why. Exit code 1 when one is missing or has no reason.`

const HOUR = 3_600_000
/** A Monday at seven in the morning of the city. */
const START = new Date('2026-11-22T23:00:00Z')

interface Caught { to: string; subject: string; text: string; id: string; at: Date }

function catching(caught: Caught[]): MailTransport {
  const keep = ({ to, subject, text, messageId, date }: OutgoingMail): void => { caught.push({ to: to.address, subject, text, id: messageId, at: date }) }
  return { async send(mail, mayFinish) { checkMail(mail); await mayFinish?.(); keep(mail) }, close: () => undefined }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { days: { type: 'string', default: '7' }, read: { type: 'string', default: '0' }, help: { type: 'boolean', short: 'h' } } })
  const days = Number(values.days)
  if (values.help || !Number.isSafeInteger(days) || days < 1) { console.log(usage); return values.help ? 0 : 2 }
  const dataDir = await mkdtemp(join(tmpdir(), 'jiebang-simulation-'))
  try {
    return await simulate(dataDir, days, Number(values.read))
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function simulate(dataDir: string, days: number, read: number): Promise<number> {
  const store = await startEmbeddedMongo({ dataDir: join(dataDir, 'store') })
  const connection = await openDatabase(store.uri)
  const clock = new MovableClock(START)
  const caught: Caught[] = []
  const config = readConfig({ DATA_DIR: dataDir, JWT_SECRET: 'only for this simulation, never for use', LOG_LEVEL: 'silent', DEMO: '1' })
  const app = await buildApp({ config, connection, clock, rateLimits: false, transport: catching(caught) })
  await loadRegion(app.services)
  await loadDemo(app.services, START)
  await live(app, clock, days)
  const faults = await report(app, caught, read)
  await app.close()
  await connection.close()
  await store.close()
  return faults > 0 ? 1 : 0
}

/** Every hour what is due happens; in office hours people do their work. */
async function live(app: App, clock: MovableClock, days: number): Promise<void> {
  const acting = actEveryDay(app.services)
  for (let hour = 0; hour < days * 24; hour += 1) {
    await app.background.settle()
    if (hour % 24 === 3) await acting(clock.now())
    clock.advance(HOUR)
    process.stderr.write(process.stderr.isTTY ? `\r${Math.ceil((hour + 1) / 24)} / ${days} days` : '')
  }
  await app.background.settle()
  if (process.stderr.isTTY) process.stderr.write('\n')
}

async function report({ services }: App, caught: readonly Caught[], read: number): Promise<number> {
  const { outboxStore, connection, config } = services
  const ids = await connection.collection<{ _id: string }>('outbox').find({}, { projection: { _id: 1 } }).toArray()
  const outbox = new Map((await outboxStore.findMany(ids.map((one) => one._id))).map((mail) => [messageIdOf(mail.id, config.publicUrl), mail]))
  const roles = new Map(ACCOUNTS.map(({ email, part }) => [email, part]))
  const reasons = await Promise.all(caught.map(async (mail) => reasonOf(services, outbox.get(mail.id))))
  caught.forEach((mail, i) => console.log([mail.at.toISOString().slice(0, 16), mail.to.padEnd(34), (roles.get(mail.to) ?? '').padEnd(18), mail.subject, `(${reasons[i] || 'NO REASON'})`].join('  ')))
  for (const mail of ofManyKinds(caught, read)) console.log(`\n--- to ${mail.to}: ${mail.subject}\n\n${mail.text}`)
  return summary(caught, [...outbox.values()], reasons)
}

/** Why it was sent: the decision it tells of, or what a digest was made of. */
async function reasonOf({ digests, notices }: App['services'], mail: OutboxMail | undefined): Promise<string> {
  if (!mail) return ''
  if (mail.privacy === 'sealed') return 'about a sealed bid, to whoever wrote it'
  if (mail.template === 'digest') {
    const [digest] = await digests.findMany([mail.id.slice('digest:'.length)])
    return digest?.parts.map((part) => `${part.rhythm} ${part.topic}: ${part.items.length}`).join(', ') ?? ''
  }
  const notice = await notices.find(mail.id)
  return notice ? `${notice.event}, told as ${notice.to}` : mail.template
}

/** One of each subject's kind and recipient first. */
function ofManyKinds(caught: readonly Caught[], count: number): Caught[] {
  const kinds = new Map(caught.map((mail) => [`${mail.to} ${mail.subject.slice(0, 4)}`, mail]))
  return [...kinds.values()].filter((_, i, all) => i % Math.max(1, Math.floor(all.length / Math.max(1, count))) === 0).slice(0, count)
}

function summary(caught: readonly Caught[], outbox: readonly OutboxMail[], reasons: readonly string[]): number {
  const arrived = new Set(caught.map((one) => one.id))
  const states = new Map<string, number>()
  for (const { state } of outbox) states.set(state, (states.get(state) ?? 0) + 1)
  const people = new Map<string, number>()
  for (const { to } of caught) people.set(to, (people.get(to) ?? 0) + 1)
  const lost = (states.get('sent') ?? 0) - arrived.size
  const [without, waiting] = [reasons.filter((one) => one === '').length, states.get('waiting') ?? 0]
  console.log(`\n${caught.length} mails to ${people.size} people, at most ${Math.max(0, ...people.values())} to one; ${lost} lost, ${caught.length - arrived.size} double, ${without} without a reason, ${waiting} waiting, ${states.get('dropped') ?? 0} with nothing left to say`)
  return lost + without + waiting + (caught.length - arrived.size)
}

process.exitCode = await main()
