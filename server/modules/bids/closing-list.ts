import { createHmac } from 'node:crypto'
import { inclusionProof, leafHash, provesInclusion, rootOf, treeOf } from '../audit/merkle-tree.ts'
import type { KeyVault } from '../sealing/key-vault.ts'

/** One of these is as many as sixty-four: the list is filled up to a multiple of it. */
const LENGTH = 64

/**
 * The list of receipts as it was at the closing. Its root is published at once; the hashes themselves tell how many bid,
 * so they follow at the opening, together with those that only fill the list up.
 */
export interface ClosingList { root: string; hashes: string[]; filling: string[] }

/** That one receipt is in the list: to whoever knows the receipt, at any time after the closing. */
export interface ListProof { root: string; place: number; size: number; proof: string[] }

export async function closingListOf(vault: Pick<KeyVault, 'workKeys'>, need: string, receipts: readonly string[]): Promise<ClosingList> {
  const { tags } = await vault.workKeys()
  const missing = receipts.length === 0 ? LENGTH : (LENGTH - (receipts.length % LENGTH)) % LENGTH
  const filling = Array.from({ length: missing }, (_, i) => createHmac('sha256', tags).update(JSON.stringify(['filling', need, i])).digest('hex'))
  // Sorted, so that a place tells neither who was early nor what is real.
  const hashes = [...receipts, ...filling].sort()
  return { root: await rootOf(hashes.length, await treeOf(hashes.map(leafHash))), hashes, filling: filling.sort() }
}

export async function proofInList({ root, hashes }: ClosingList, hash: string): Promise<ListProof | undefined> {
  const place = hashes.indexOf(hash)
  if (place < 0) return undefined
  return { root, place, size: hashes.length, proof: await inclusionProof(place, hashes.length, await treeOf(hashes.map(leafHash))) }
}

export const isInList = (hash: string, { root, place, size, proof }: ListProof): boolean => provesInclusion(leafHash(hash), place, size, proof, root)
