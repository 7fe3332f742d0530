import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { type BounceResult, importBounce } from '../server/mail/bounce-import.ts'
import { messagesIn } from '../server/mail/delivery-status.ts'
import { openServices } from './open-services.ts'

const usage = `Reads returned mail and stops writing to addresses that do not exist. Staff see them at /staff/mail and can trust them again.

  npm run -s bounces -- FILE…     .eml or mbox`

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help || positionals.length === 0) { console.log(usage); process.exitCode = values.help ? 0 : 2; return }
  // Read before anything is opened: a file that is missing changes nothing.
  const messages = positionals.flatMap((file) => messagesIn(readFileSync(file, 'latin1')))
  const { services, close } = await openServices(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
  try {
    const results: BounceResult[] = []
    for (const raw of messages) results.push(...(await importBounce(services, raw)))
    report(messages.length, results)
  } finally {
    await services.search.close()
    await close()
  }
}

function report(messages: number, results: readonly BounceResult[]): void {
  for (const one of results) if (one.kind === 'marked') console.log(`${one.address} ${one.status}${one.known ? '' : ' (nobody here)'}`)
  const count = (kind: BounceResult['kind']): number => results.filter((one) => one.kind === kind).length
  console.log(`${messages} messages: ${count('marked')} addresses marked, ${count('none')} without a failure for good, ${count('foreign')} about messages that are not ours`)
}

main().catch((error: unknown) => {
  console.error((error as Error).message)
  process.exit(1)
})
