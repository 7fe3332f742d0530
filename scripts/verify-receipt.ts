import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { faultOf, readReceipt } from '../server/modules/bids/receipt.ts'

const USAGE = 'Usage: npm run -s verify-receipt -- FILE [--key PUBLICKEY] (a receipt downloaded from your bid)'
const WRONG = {
  malformed: 'the file is no receipt', content: 'its code does not stand for the content of this file', signature: 'it was not signed with this key',
}

/**
 * Checks a receipt offline. Exit code 0: the code stands for the content in the file and is signed; 1: it does not, or
 * is not; 2: the file is no receipt. The key is the one in the file: give the one you know from elsewhere with `--key`.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' } } })
  const [file] = positionals
  const receipt = file ? readReceipt(await readFile(file, 'utf8').catch(() => '')) : undefined
  if (!receipt) return say(2, USAGE)
  const key = values.key ?? receipt.publicKey
  const fault = faultOf(receipt, key)
  if (fault) return say(1, `NOT VALID: ${receipt.hash}: ${WRONG[fault]}.`)
  const about = `need ${receipt.need}, version ${receipt.needVersion}, received ${String(receipt.at)}, after log head ${receipt.after || 'none'}`
  const note = values.key ? '' : '\nCompare the key with the one on the transparency page, or give it with --key.'
  return say(0, `VALID: ${receipt.hash}\n${about}\nsigned with key ${key}${note}`)
}

function say(code: number, sentence: string): number {
  process.stdout.write(`${sentence}\n`)
  return code
}

process.exitCode = await main()
