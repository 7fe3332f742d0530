/** Dimensions of the dense vectors; half as many cost .03 nDCG@10 on real needs (decision 0005). */
export const projectionSize = 2048

const wordsPerTerm = projectionSize / 32
const mostRemembered = 50_000
let remembered = new Map<string, Int32Array>()

/**
 * Weighted terms as one dense vector of length 1: each term adds or subtracts its weight in every dimension, by a
 * sign that follows from the term alone. Angles between texts survive, no model and no training is needed.
 * `undefined` when there is no term: a zero vector would be equally close to everything.
 */
export function project(terms: Iterable<readonly [term: string, weight: number]>): number[] | undefined {
  const sums = new Float64Array(projectionSize)
  for (const [term, weight] of terms) addSigned(sums, signsOf(term), weight)
  const length = Math.hypot(...sums)
  if (length === 0) return undefined
  return Array.from(sums, (sum) => Math.round((sum / length) * 1e5) / 1e5)
}

function addSigned(sums: Float64Array, signs: Int32Array, weight: number): void {
  for (let word = 0; word < wordsPerTerm; word++) {
    const bits = signs[word]!
    const from = word * 32
    for (let bit = 0; bit < 32; bit++) sums[from + bit]! += (bits >>> bit) & 1 ? weight : -weight
  }
}

/** 2048 random bits that depend on nothing but the term: every process and every version must agree on them. */
function signsOf(term: string): Int32Array {
  const known = remembered.get(term)
  if (known !== undefined) return known
  if (remembered.size >= mostRemembered) remembered = new Map()
  const signs = new Int32Array(wordsPerTerm)
  let state = hashOf(term)
  for (let word = 0; word < wordsPerTerm; word++) {
    state = (state + 0x6d2b79f5) | 0
    signs[word] = mixed(state)
  }
  remembered.set(term, signs)
  return signs
}

/** FNV-1a over UTF-16 code units. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < term.length; at++) hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193)
  return hash | 0
}

/** Mulberry32's output function. */
function mixed(state: number): number {
  const once = Math.imul(state ^ (state >>> 15), 1 | state)
  const twice = (once + Math.imul(once ^ (once >>> 7), 61 | once)) ^ once
  return twice ^ (twice >>> 14)
}
