import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { EXPORT_FORMAT, type ExportHeader, type ExportLine } from '../server/modules/audit/log-export.ts'
import { verifyLog } from '../server/modules/audit/log-reader.ts'
import { createLogVerifier, type LogReport } from '../server/modules/audit/log-verifier.ts'
import type { Head } from '../server/modules/audit/merkle-tree.ts'
import { openServices } from './open-services.ts'

/**
 * `npm run -s audit:verify -- FILE | --db [--head SIZE:ROOT]… [--key PUBLICKEY]`: checks a whole log, from an export or
 * in the database. Exit code 1 when anything was changed, removed, swapped, forged or cut off. A log that somebody with
 * the signing key wrote anew verifies by itself, but not against a head noted earlier: give those with `--head`, and with
 * `--key` the public key as you know it from elsewhere.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true, options: { db: { type: 'boolean' }, head: { type: 'string', multiple: true, default: [] }, key: { type: 'string' } },
})

async function main(): Promise<number> {
  const [file] = positionals
  const noted = values.head.map(headFrom)
  if (noted.includes(undefined)) return usage('--head takes SIZE:ROOT, as it stands in the digest')
  const report = file ? await verifyFile(file, noted as Head[]) : await verifyDatabase(noted as Head[])
  return report ? say(report) : usage(`${file ?? ''} is no export of the log`)
}

function headFrom(text: string): Head | undefined {
  const [, size, root] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  return size && root ? { size: Number(size), root } : undefined
}

async function verifyFile(file: string, noted: Head[]): Promise<LogReport | undefined> {
  let verifier: ReturnType<typeof createLogVerifier> | undefined
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const parsed = jsonOf(line)
    if (verifier) verifier.check((parsed ?? { place: -1, leaf: '' }) as ExportLine)
    else {
      const header = parsed as ExportHeader | undefined
      if (header?.format !== EXPORT_FORMAT) return undefined
      const heads = header.heads.map((head) => ({ ...head, at: new Date(head.at) }))
      verifier = createLogVerifier({ heads, publicKey: values.key ?? header.publicKey, noted })
    }
  }
  return verifier?.report()
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

async function verifyDatabase(noted: Head[]): Promise<LogReport> {
  const { services, close } = await openServices(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
  try {
    return await verifyLog(services, noted, (checked) => { if (process.stderr.isTTY) process.stderr.write(`\r${checked} checked`) })
  } finally {
    await services.search.close()
    await close()
  }
}

function say({ leaves, entries, heads, head, faults }: LogReport): number {
  console.log(`${leaves} leaves, ${entries} entries read, ${heads} signed heads; head ${head.size}:${head.root}`)
  for (const { kind, at } of faults) console.error(`${kind} at ${at}`)
  console.log(faults.length > 0 ? 'NOT INTACT' : 'INTACT')
  return faults.length > 0 ? 1 : 0
}

function usage(why: string): number {
  console.error(`${why}\nUsage: npm run -s audit:verify -- FILE | --db [--head SIZE:ROOT] [--key PUBLICKEY]`)
  return 2
}

process.exitCode = await main()
