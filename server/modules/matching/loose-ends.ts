import type { CommonFragment } from './common-fragments.ts'
import type { TermCounts } from './term-statistics.ts'
import { isHan } from './terms.ts'

/** A neighbour that shares fewer than this part of its texts belongs to another word. */
const cohesive = 0.05

/**
 * Cuts off a first or last Han character that only stands there by chance: 振动康复 and 运动康复 share 动康复,
 * but 动 belongs to the word before. Judged by how often the pair occurs compared with its rarer character.
 */
export function withoutLooseEnds(fragment: CommonFragment, items: TermCounts): CommonFragment | undefined {
  let { text, first, second } = fragment
  while (isLoose(text.slice(0, 2), items)) {
    text = text.slice(1)
    first += 1
    second += 1
  }
  while (isLoose(text.slice(-2), items)) text = text.slice(0, -1)
  return text.length < 2 ? undefined : { text, first, second }
}

function isLoose(pair: string, items: TermCounts): boolean {
  if (pair.length < 2 || !isHan(pair.charCodeAt(0)) || !isHan(pair.charCodeAt(1))) return false
  const rarer = Math.min(items.documentsWith(pair[0]!), items.documentsWith(pair[1]!))
  return rarer > 0 && items.documentsWith(pair) / rarer < cohesive
}
