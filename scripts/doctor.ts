import { readConfig } from '../server/config.ts'
import { checkDatabase } from '../server/operations/check-database.ts'
import { lineOf } from '../server/operations/finding.ts'
import { openServices } from './open-services.ts'

/**
 * `npm run -s doctor`: reads the whole database and says what in it cannot be, one line each. Changes nothing; may run
 * beside the server. Exit code 1 when something was found. What was decided a moment ago may show: run it again.
 */
async function main(): Promise<number> {
  const { services, close } = await openServices(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
  try {
    const findings = await checkDatabase(services)
    for (const finding of findings) console.log(lineOf(finding))
    console.log(findings.length === 0 ? 'healthy' : `${findings.length} findings`)
    return findings.length === 0 ? 0 : 1
  } finally {
    await services.search.close()
    await close()
  }
}

process.exitCode = await main()
