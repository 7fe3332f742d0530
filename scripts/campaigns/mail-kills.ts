import { killRounds, passings } from '../../tests/kills/kill-rounds.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

const POINTS = 200
const MOMENTS = 100

/**
 * The application on the stand-in, killed with SIGKILL at named points (before and after each step of relay, outbox,
 * followers, digests and sending) and at random moments; after each it catches up. Nothing may be lost; a mail may come
 * twice only for a kill, at most one for each.
 */
export async function run({ seed }: CampaignOptions): Promise<CampaignReport> {
  const random = generator(seed)
  const all = await passings()
  const points = spread(all, Math.min(POINTS, all.length))
  const moments = Array.from({ length: MOMENTS }, random)
  const names = new Set(points.map((one) => one.point)).size
  const { faults, ...figures } = await killRounds({ points, moments, progress })
  const most = figures.mostDuplicates > 1 ? [`one kill doubled ${figures.mostDuplicates} mails`] : []
  return { figures: { points: points.length, 'distinct points': names, 'random moments': moments.length, ...figures }, faults: [...faults, ...most] }
}

/** Evenly over all passings, so that every point is among them. */
function spread<T>(all: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]).filter((one) => one !== undefined)
}

/** Mulberry32: the same moments for the same seed. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY || done % 20 === 0) process.stderr.write(`${done} / ${all}${process.stderr.isTTY ? '\r' : '\n'}`)
}
