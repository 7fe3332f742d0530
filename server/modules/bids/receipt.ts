import { createHash, randomBytes } from 'node:crypto'
import { isSignedBy } from '../sealing/signature.ts'
import type { Bid, BidContent, Receipt, Seal } from './bid.ts'

/** What a receipt stands for: this content, for this version of this need. */
export interface Sealed { need: string; needVersion: number; content: BidContent }

/** A receipt with what it is checked against, as the bidder keeps it in a file. */
export interface ReceiptFile extends Sealed, Omit<Receipt, 'at'> { format: typeof RECEIPT_FORMAT; bid: string; at: Date | string; publicKey: string }
export const RECEIPT_FORMAT = 'jiebang-receipt-2'

/**
 * The seal of a bid. Hashes are shown at the opening and looked up in public, so the salt must be unknown to others:
 * a bid with few unknowns could otherwise be guessed from its hash.
 */
export function sealBid(sealed: Sealed, salt = randomBytes(16).toString('hex')): Seal {
  return { hash: hashOf(sealed, salt), salt }
}

/** Whether `hash` stands for this content with this salt. */
export function matchesReceipt(sealed: Sealed, { hash, salt }: Seal): boolean {
  return hashOf(sealed, salt) === hash
}

/** Whether a bid is still what was handed in. */
export function isIntact({ need, content, receipt }: Pick<Bid, 'need' | 'content' | 'receipt'>): boolean {
  return receipt !== null && matchesReceipt({ need, needVersion: receipt.needVersion, content }, receipt)
}

type Signed = Pick<ReceiptFile, 'bid' | 'need' | 'needVersion' | 'at' | 'hash' | 'after'>

/** What is signed: plain text, so that anybody can check it with a tool of their own. */
export const receiptText = ({ bid, need, needVersion, at, hash, after }: Signed): string =>
  ['jiebang receipt 2', bid, need, needVersion, new Date(at).toISOString(), hash, after, ''].join('\n')

/** `content`: the hash is not that of the content; `signature`: not signed, or not by this key. */
export type ReceiptFault = 'malformed' | 'content' | 'signature'

/** Reads a receipt as somebody kept it; undefined for anything else. */
export function readReceipt(text: string): ReceiptFile | undefined {
  try {
    const receipt = JSON.parse(text) as ReceiptFile
    const { format, at, content } = receipt
    return format === RECEIPT_FORMAT && !Number.isNaN(new Date(at).getTime()) && typeof content === 'object' ? receipt : undefined
  } catch {
    return undefined
  }
}

/** Checks a receipt by itself: no account, no database. Undefined when nothing is wrong with it. */
export function faultOf(receipt: ReceiptFile, publicKey: string): ReceiptFault | undefined {
  if (!matchesReceipt(receipt, receipt)) return 'content'
  return isSignedBy(publicKey, receiptText(receipt), receipt.signature) ? undefined : 'signature'
}

/** SHA-256 of the UTF-8 bytes of the canonical JSON of `{ content, need, needVersion, salt }`, in hex. */
function hashOf({ need, needVersion, content }: Sealed, salt: string): string {
  return createHash('sha256').update(canonicalJson({ content, need, needVersion, salt }), 'utf8').digest('hex')
}

/** JSON with sorted keys and no spaces (RFC 8785 for the values a bid is made of). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`
}
