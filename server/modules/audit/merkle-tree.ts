import { createHash } from 'node:crypto'

/**
 * The Merkle tree of RFC 9162 (as RFC 6962), SHA-256, hashes in hex. Leaves count from 0. A node of level L and index I
 * is the root of the whole subtree over the 2^L leaves from I·2^L on; once there it never changes.
 */
export type ReadNode = (level: number, index: number) => Promise<string>
export interface TreeNode { level: number; index: number; hash: string }

const sha256 = (...parts: (string | Buffer)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

export const EMPTY_ROOT = sha256('')
export const leafHash = (content: string): string => sha256(Buffer.of(0), content)
export const nodeHash = (left: string, right: string): string => sha256(Buffer.of(1), hex(left), hex(right))

/** The largest power of two below `size`. */
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1))

/** Hash over the leaves from `start` up to `end`. */
async function hashOf(start: number, end: number, read: ReadNode): Promise<string> {
  const size = end - start
  const level = Math.log2(size)
  if (Number.isInteger(level)) return read(level, start / size)
  const middle = start + split(size)
  return nodeHash(await hashOf(start, middle, read), await hashOf(middle, end, read))
}

export const rootOf = async (size: number, read: ReadNode): Promise<string> => (size === 0 ? EMPTY_ROOT : hashOf(0, size, read))

/** That leaf `index` is in the tree of `size` leaves: the hashes beside its way up. */
export const inclusionProof = (index: number, size: number, read: ReadNode): Promise<string[]> => path(index, 0, size, read)

async function path(index: number, start: number, end: number, read: ReadNode): Promise<string[]> {
  if (end - start === 1) return []
  const middle = start + split(end - start)
  if (index < middle) return [...(await path(index, start, middle, read)), await hashOf(middle, end, read)]
  return [...(await path(index, middle, end, read)), await hashOf(start, middle, read)]
}

/** That the first `from` leaves of the tree of `to` leaves are the tree of `from` leaves. */
export async function consistencyProof(from: number, to: number, read: ReadNode): Promise<string[]> {
  return from === 0 || from === to ? [] : subproof(from, 0, to, true, read)
}

async function subproof(from: number, start: number, end: number, whole: boolean, read: ReadNode): Promise<string[]> {
  if (start + from === end) return whole ? [] : [await hashOf(start, end, read)]
  const middle = start + split(end - start)
  if (start + from <= middle) return [...(await subproof(from, start, middle, whole, read)), await hashOf(middle, end, read)]
  return [...(await subproof(start + from - middle, middle, end, false, read)), await hashOf(start, middle, read)]
}

/** RFC 9162, 2.1.3.2. */
export function provesInclusion(leaf: string, index: number, size: number, proof: readonly string[], root: string): boolean {
  if (index >= size) return false
  let [node, last, hash] = [index, size - 1, leaf]
  for (const one of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(one, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else hash = nodeHash(hash, one)
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && hash === root
}

/** RFC 9162, 2.1.4.2. */
export function provesConsistency(from: Head, to: Head, proof: readonly string[]): boolean {
  if (from.size === to.size) return proof.length === 0 && from.root === to.root
  if (from.size === 0) return proof.length === 0
  if (from.size > to.size || proof.length === 0) return false
  const steps = Number.isInteger(Math.log2(from.size)) ? [from.root, ...proof] : [...proof]
  let [node, last] = [from.size - 1, to.size - 1]
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  const first = steps.shift() ?? ''
  let [old, fresh] = [first, first]
  for (const one of steps) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      ;[old, fresh] = [nodeHash(one, old), nodeHash(one, fresh)]
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else fresh = nodeHash(fresh, one)
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && old === from.root && fresh === to.root
}

export interface Head { size: number; root: string }

/** Every node that is new when `leaves` follow the first `size`, and how to read all of them. */
export async function grown(size: number, leaves: readonly string[], read: ReadNode): Promise<{ nodes: TreeNode[]; read: ReadNode }> {
  const fresh = new Map<string, TreeNode>()
  const both: ReadNode = async (level, index) => fresh.get(`${level}.${index}`)?.hash ?? read(level, index)
  for (const [i, leaf] of leaves.entries()) {
    let [level, index, hash] = [0, size + i, leaf]
    fresh.set(`${level}.${index}`, { level, index, hash })
    while (index % 2 === 1) {
      hash = nodeHash(await both(level, index - 1), hash)
      ;[level, index] = [level + 1, (index - 1) / 2]
      fresh.set(`${level}.${index}`, { level, index, hash })
    }
  }
  return { nodes: [...fresh.values()], read: both }
}

/** Nodes of a tree in memory. */
export async function treeOf(leaves: readonly string[]): Promise<ReadNode> {
  const { read } = await grown(0, leaves, () => Promise.reject(new Error('no such node')))
  return read
}
