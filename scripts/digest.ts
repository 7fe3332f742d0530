import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { createDigestChore } from '../server/modules/digests/digest-chore.ts'
import { dueAmong, type Proposal, proposalsFor } from '../server/modules/digests/digest-plan.ts'
import { rebuildSearch } from '../server/modules/search/search-sources.ts'
import type { Services } from '../server/services.ts'
import { openServices } from './open-services.ts'

const usage = `Decides the digests that are due and queues their mail; the server sends it.

  npm run -s digest -- [--dry-run]

  --dry-run   says who would get what, and why; changes nothing`

const BATCH = 200
const say = (line: string): void => { process.stderr.write(`${line}\n`) }

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
  if (values.help) { console.log(usage); return }
  const { services, close } = await openServices(readConfig(process.env), say)
  try {
    // The ranking weighs words by how common they are, which the index in memory has to count first.
    await rebuildSearch(services)
    await (values['dry-run'] ? rehearse(services) : decide(services))
  } finally {
    await services.search.close()
    await close()
  }
}

async function rehearse(services: Services): Promise<void> {
  const now = services.clock.now()
  const all = await services.people.count({})
  let [due, told, seen] = [0, 0, 0]
  for await (const people of everybody(services)) {
    const dues = await dueAmong(services, people, now)
    const proposals = (await proposalsFor(services, dues, now)).filter((one) => one.parts.length > 0)
    for (const proposal of proposals) await print(services, proposal)
    due += dues.length
    told += proposals.length
    progress(seen += people.length, all)
  }
  say(`${due} due, ${told} would get a digest, ${due - told} have nothing new; nothing was changed`)
}

async function* everybody({ people }: Services) {
  const members = { organisation: undefined, membership: 'member', text: '', addresses: false } as const
  for (let cursor = '', more = true; more;) {
    const found = await people.page(members, cursor, BATCH)
    yield found
    cursor = found.at(-1)?.id ?? ''
    more = found.length === BATCH
  }
}

async function print({ needs }: Services, { person, parts }: Proposal): Promise<void> {
  const found = await needs.findMany(parts.flatMap((part) => part.items.map((one) => one.need)))
  const titles = new Map(found.map((need) => [need.id, `${need.number} ${need.content.title}`]))
  console.log(`${person.id}: ${parts.map((part) => `${part.items.length} ${part.topic} (${part.rhythm})${part.more > 0 ? ` +${part.more}` : ''}`).join(', ')}`)
  for (const { items } of parts) {
    for (const { score, need, reason, team, pairs: [pair] = [] } of items) {
      const why = pair ? `${pair.need} <-> ${pair.achievement}` : [reason.kind, reason.text].filter(Boolean).join(' ')
      console.log(`  ${score.toFixed(2)} ${titles.get(need) ?? need}${team ? ` for ${team}` : ''}: ${why}`)
    }
  }
}

async function decide(services: Services): Promise<void> {
  const all = await services.people.count({})
  const chore = createDigestChore(services)
  let done = 0
  for (let some = await chore.run(() => true); some > 0; some = await chore.run(() => true)) progress(done += some, all)
  say(`${done} decided`)
}

/** One line that fills up in a terminal; silent where nobody watches. */
function progress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} / ${all}${done >= all ? '\n' : ''}`)
}

main().catch((error: unknown) => {
  console.error((error as Error).message)
  process.exit(1)
})
