import { readFile } from 'node:fs/promises'
import { matchesReceipt, RECEIPT_FORMAT, type ReceiptFile } from '../server/modules/bids/receipt.ts'

/**
 * Checks a receipt offline: `npm run -s verify-receipt -- FILE`. Exit code 0: the code stands for the content in the
 * file; 1: it does not; 2: the file is no receipt.
 */
async function main(file: string | undefined): Promise<number> {
  const receipt = file ? await readReceipt(file) : undefined
  if (!receipt) return say(2, 'Usage: npm run -s verify-receipt -- FILE (a receipt downloaded from your bid)')
  if (!matchesReceipt(receipt, receipt)) return say(1, `NOT VALID: ${receipt.hash} does not stand for the content of this file.`)
  return say(0, `VALID: ${receipt.hash}\nneed ${receipt.need}, version ${receipt.needVersion}, received ${String(receipt.at)}`)
}

async function readReceipt(file: string): Promise<ReceiptFile | undefined> {
  try {
    const receipt = JSON.parse(await readFile(file, 'utf8')) as ReceiptFile
    return receipt.format === RECEIPT_FORMAT ? receipt : undefined
  } catch {
    // Not there or no JSON: either way no receipt.
    return undefined
  }
}

function say(code: number, sentence: string): number {
  process.stdout.write(`${sentence}\n`)
  return code
}

process.exitCode = await main(process.argv[2])
