/** A mean with its 95 % percentile interval. */
export interface Interval {
  mean: number
  low: number
  high: number
}

/**
 * Bootstrap over groups: needs that share text rise and fall together, so they are drawn together.
 * Always the same draws, so that a figure can be repeated. `values` and `groups` go in parallel.
 */
export function bootstrap(values: readonly number[], groups: readonly string[], rounds = 10_000): Interval {
  const sums = groupSums(values, groups)
  const random = repeatable(20_191_122)
  const means = Float64Array.from({ length: rounds }, () => drawnMean(sums, random)).sort()
  const total = sums.reduce((sum, group) => sum + group.sum, 0)
  return { mean: total / values.length, low: means[Math.floor(rounds * 0.025)]!, high: means[Math.ceil(rounds * 0.975) - 1]! }
}

interface GroupSum { sum: number; count: number }

function groupSums(values: readonly number[], groups: readonly string[]): GroupSum[] {
  const sums = new Map<string, GroupSum>()
  values.forEach((value, at) => {
    const group = groups[at] ?? String(at)
    const known = sums.get(group) ?? { sum: 0, count: 0 }
    sums.set(group, { sum: known.sum + value, count: known.count + 1 })
  })
  return [...sums.values()]
}

function drawnMean(sums: readonly GroupSum[], random: () => number): number {
  let sum = 0
  let count = 0
  for (let draw = 0; draw < sums.length; draw++) {
    const group = sums[Math.floor(random() * sums.length)]!
    sum += group.sum
    count += group.count
  }
  return sum / count
}

/** Mulberry32: numbers from 0 up to 1, the same from the same seed. */
function repeatable(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const once = Math.imul(state ^ (state >>> 15), 1 | state)
    const twice = (once + Math.imul(once ^ (once >>> 7), 61 | once)) ^ once
    return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32
  }
}
