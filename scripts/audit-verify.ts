import { readConfig } from '../server/config.ts'
import { verifyTrail } from '../server/modules/audit/verify-trail.ts'
import { openServices } from './open-services.ts'

/**
 * Reads the whole audit trail and computes every hash again. Exit code 1 when something was changed, removed or
 * swapped. Note the head: a trail that was rewritten to its end, or cut off together with the follower's position,
 * verifies by itself, but not against a head noted earlier.
 */
async function main(): Promise<number> {
  const { services, close } = await openServices(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
  try {
    const { entries, head, broken } = await verifyTrail(services.audit, services.journal, progress)
    if (process.stderr.isTTY) process.stderr.write('\n')
    console.log(`${entries} entries verified, head ${head}`)
    if (broken) console.error(`broken at entry ${broken.seq}: ${broken.kind}`)
    return broken ? 1 : 0
  } finally {
    await services.search.close()
    await close()
  }
}

function progress(checked: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${checked} checked`)
}

process.exitCode = await main()
