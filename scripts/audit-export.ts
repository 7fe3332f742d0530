import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { readConfig } from '../server/config.ts'
import { exportedLog, exportHeader } from '../server/modules/audit/log-reader.ts'
import { openServices } from './open-services.ts'

/** `npm run -s audit:export -- FILE`: the signed log as JSON lines, for `audit:verify` and for whoever wants to check it elsewhere. */
async function main(file: string | undefined): Promise<number> {
  if (!file) {
    console.error('Usage: npm run -s audit:export -- FILE')
    return 2
  }
  const { services, close } = await openServices(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
  try {
    await pipeline(async function* () {
      yield `${JSON.stringify(await exportHeader(services))}\n`
      for await (const line of exportedLog(services)) yield `${JSON.stringify(line)}\n`
    }, createWriteStream(file, { mode: 0o600 }))
    return 0
  } finally {
    await services.search.close()
    await close()
  }
}

process.exitCode = await main(process.argv[2])
