import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { createDigestChore, duePeople, proposalFor } from '../server/modules/digests/digest-chore.ts'
import { rebuildSearch } from '../server/modules/search/search-sources.ts'
import type { Services } from '../server/services.ts'
import { openServices } from './open-services.ts'

const usage = `Decides the digests that are due and queues their mail; the server sends it.

  npm run -s digest -- [--dry-run]

  --dry-run   says who would get what, and why; changes nothing`

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
  const due = await duePeople(services, now)
  let told = 0
  for (const [i, person] of due.entries()) {
    const { rhythm, needs, matches, more } = await proposalFor(services, person, now)
    progress(i + 1, due.length)
    if (needs.length === 0) continue
    told += 1
    console.log(`${person.id} ${rhythm}: ${needs.length}${more > 0 ? ` (+${more})` : ''}`)
    for (const { need, match, evidence: [pair] } of matches) {
      console.log(`  ${match.score.toFixed(2)} ${need.number} ${need.content.title}${pair ? `: ${pair.need.text} <-> ${pair.item.text}` : ''}`)
    }
  }
  say(`${due.length} due, ${told} would get a digest, ${due.length - told} have nothing new; nothing was changed`)
}

async function decide(services: Services): Promise<void> {
  const all = (await duePeople(services, services.clock.now())).length
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
