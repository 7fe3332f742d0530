import type { SignedHead } from '../audit/signed-head.ts'
import { headLine } from '../audit/signed-head.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import type { Bid } from './bid.ts'
import { receiptText } from './receipt.ts'

export interface StampParts { vault: Pick<KeyVault, 'signer'>; logHead(): Promise<SignedHead | undefined> }

/**
 * Signs the receipt of a bid that was just handed in. Its place in the log is the head it comes after: a number of its
 * own would tell the bidder how much was decided before, and so how many others bid.
 */
export async function stamped({ vault, logHead }: StampParts, bid: Bid): Promise<Bid> {
  const { id, need, receipt } = bid
  if (!receipt || receipt.signature !== '') return bid
  const head = await logHead()
  const after = head ? headLine(head) : ''
  const signature = (await vault.signer()).sign(receiptText({ ...receipt, bid: id, need, after }))
  return { ...bid, receipt: { ...receipt, after, signature } }
}
