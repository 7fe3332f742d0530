import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../server/root.ts'
import { killRounds, type KillResult, passings } from '../../tests/kills/kill-rounds.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'
import { compile } from '../compile.ts'

/** More than the 200 and 100 that are wanted: some runs are over before they come to theirs. */
const POINTS = 220
const MOMENTS = 115

/**
 * The application on the stand-in, killed with SIGKILL at named points (before and after each step of relay, outbox,
 * followers, digests and sending) and at random moments; after each it catches up. Nothing may be lost; a mail may come
 * twice only for a kill, at most one for each.
 */
export async function run({ seed }: CampaignOptions): Promise<CampaignReport> {
  const random = generator(seed)
  const { program, remove } = await compiled()
  const all = await passings(program)
  const points = shuffled(spread(all, Math.min(POINTS, all.length)), random)
  const moments = Array.from({ length: MOMENTS }, random)
  const names = new Set(points.map((one) => one.point)).size
  const { faults, ...figures } = await killRounds({ points, moments, progress, program })
  await remove()
  const most = figures.mostDuplicates > 1 ? [`one kill doubled ${figures.mostDuplicates} mails`] : []
  return { figures: { points: points.length, 'distinct points': names, 'random moments': moments.length, ...figures }, faults: [...faults, ...most] }
}

/** The application as JavaScript, where nobody else compiles: hundreds of starts from source would be most of the time. */
async function compiled(): Promise<{ program: string[]; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'jiebang-compiled-'))
  await compile(join(folder, 'dist'))
  for (const name of ['node_modules', 'views', 'package.json']) await symlink(join(ROOT, name), join(folder, name))
  return { program: [join(folder, 'dist/tests/kills/killed-app.js')], remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Evenly over all passings, so that every point is among them. */
function spread<T>(all: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]).filter((one) => one !== undefined)
}

/** One after the other they would leave a campaign that is cut short with the first steps alone. */
const shuffled = <T>(all: readonly T[], random: () => number): T[] =>
  all.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at).map(({ one }) => one)

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

function progress(done: number, all: number, { faults, ...soFar }: KillResult): void {
  process.stderr.write(`${done} / ${all} ${JSON.stringify(soFar)} ${faults.length} faults ${faults.at(-1) ?? ''}${process.stderr.isTTY ? '\r' : '\n'}`)
}
