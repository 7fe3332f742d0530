import type { ExportLine } from './log-export.ts'
import { leafOf } from './log-entry.ts'
import { EMPTY_ROOT, type Head, nodeHash } from './merkle-tree.ts'
import { isSignedHead, type SignedHead } from './signed-head.ts'

/**
 * What is wrong with a log. `altered`: an entry is not what its leaf speaks for. `missing`: there is none at this place.
 * `forged`: the leaves are not those that were signed. `signature`: a head was not signed with this key. `cut`: the log
 * is shorter than a head says. `unknown-head`: a head that somebody noted is not one of this log.
 */
export type Fault = { kind: 'altered' | 'missing' | 'forged' | 'signature' | 'cut' | 'unknown-head'; at: number }

export interface LogReport { leaves: number; entries: number; heads: number; head: Head; faults: Fault[] }

/**
 * Checks a log as its lines come, against its signed heads and those noted elsewhere. Needs memory for the logarithm of
 * its length. Leaves after the last head are counted, but nobody has signed them yet.
 */
export function createLogVerifier(parts: { heads: readonly SignedHead[]; publicKey: string; noted?: readonly Head[] }) {
  const { publicKey, noted = [] } = parts
  const heads = parts.heads.toSorted((a, b) => a.size - b.size)
  const faults: Fault[] = heads.filter((head) => !isSignedHead(head, publicKey)).map((head) => ({ kind: 'signature', at: head.size }))
  const expected = new Map<number, string[]>()
  for (const { size, root } of [...heads, ...noted]) expected.set(size, [...(expected.get(size) ?? []), root])
  const tree = createFrontier()
  let entries = 0

  return {
    check({ place, leaf, entry }: ExportLine): void {
      if (place !== tree.size()) faults.push({ kind: 'missing', at: tree.size() })
      if (entry && leafOf({ ...entry, at: new Date(entry.at) }) !== leaf) faults.push({ kind: 'altered', at: place })
      if (entry) entries += 1
      tree.add(leaf)
      const roots = expected.get(tree.size()) ?? []
      if (roots.some((root) => root !== tree.root())) faults.push({ kind: 'forged', at: tree.size() })
    },
    report(): LogReport {
      const longest = Math.max(0, ...expected.keys())
      const cut: Fault[] = longest > tree.size() ? [{ kind: 'cut', at: tree.size() }] : []
      const unknown = noted.filter(({ size }) => size <= tree.size() && !heads.some((one) => one.size === size))
      const all = [...faults, ...cut, ...unknown.map((one): Fault => ({ kind: 'unknown-head', at: one.size }))]
      return { leaves: tree.size(), entries, heads: heads.length, head: { size: tree.size(), root: tree.root() }, faults: all }
    },
  }
}

/** The roots of the whole subtrees so far, the largest first: all that later leaves need of the earlier ones. */
function createFrontier() {
  const whole: { level: number; hash: string }[] = []
  let size = 0
  return {
    size: () => size,
    add(leaf: string): void {
      let next = { level: 0, hash: leaf }
      while (whole.at(-1)?.level === next.level) next = { level: next.level + 1, hash: nodeHash(whole.pop()?.hash ?? '', next.hash) }
      whole.push(next)
      size += 1
    },
    root: (): string => (size === 0 ? EMPTY_ROOT : whole.map((one) => one.hash).reduceRight((right, left) => nodeHash(left, right))),
  }
}
