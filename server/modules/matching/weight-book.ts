import { type Actor, CLOCK, isClock, isOfficer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import { type JudgedMatch, learnedWeights, type Lesson, lessonOf } from './learned-weights.ts'
import type { MatchWeights } from './match-weights.ts'

/** One set of weights that was learned, kept so that anybody can go back to it. */
export interface WeightVersion {
  version: string
  parts: MatchWeights['parts']
  at: Date
  /** Actor who asked for it; the clock when it was the weekly turn. */
  by: string
  lesson: Lesson
}

/** Which weights rank, and where they came from. One document for the market. */
export interface WeightBook extends Aggregate {
  /** `held`: staff chose a version, and nothing is learned until they let it. */
  mode: 'learning' | 'held'
  /** Version in use; the base's own when nothing was learned yet. */
  inUse: string
  /** Oldest first, at most `MOST_VERSIONS`. */
  versions: WeightVersion[]
}

export type WeightRefusal = 'not-staff' | 'weights-held' | 'too-few-judgements' | 'nothing-learned' | 'unknown-weights'

/** A year of weeks. */
const MOST_VERSIONS = 52
/** Fewer approvals or refusals than this are somebody's mood. */
const FEWEST_EACH = 3

export const blankBook = (base: MatchWeights): WeightBook =>
  ({ id: 'weights', revision: 0, events: [], mode: 'learning', inUse: base.version, versions: [] })

/**
 * A new version from the base and everything judged so far. Not from the version before: what is taken back leaves no
 * trace, and learning from the same decisions twice changes nothing. `judged` is every pair decision that stands.
 */
export function learnWeights(
  book: WeightBook, base: MatchWeights, judged: readonly JudgedMatch[], actor: Actor, now: Date,
): Outcome<WeightBook, WeightRefusal> {
  if (!isOfficer(actor) && !isClock(actor)) return refused('not-staff')
  if (book.mode === 'held') return refused('weights-held')
  const lesson = lessonOf(judged)
  if (lesson.approved < FEWEST_EACH || lesson.refused < FEWEST_EACH) return refused('too-few-judgements')
  const { parts } = learnedWeights(base, judged)
  if (sameParts(parts, weightsInUse(book, base).parts)) return refused('nothing-learned')
  const version: WeightVersion = { version: `${base.version}.${book.revision + 1}`, parts, at: now, by: actor.id, lesson }
  const versions = [...book.versions, version].slice(-MOST_VERSIONS)
  return done(record(book, { inUse: version.version, versions }, { type: 'weights-learned', by: actor.id, at: now, data: { version: version.version } }))
}

/** Back to the weights set by hand, or to an earlier version; it stays until staff let the market learn again. */
export function restoreWeights(book: WeightBook, base: MatchWeights, version: string, actor: Actor, now: Date): Outcome<WeightBook, WeightRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (version !== base.version && !book.versions.some((one) => one.version === version)) return refused('unknown-weights')
  return done(record(book, { mode: 'held', inUse: version }, { type: 'weights-restored', by: actor.id, at: now, data: { version } }))
}

/** Learning goes on from all decisions, with the next version. */
export function resumeLearning(book: WeightBook, actor: Actor, now: Date): Outcome<WeightBook, WeightRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (book.mode === 'learning') return done(book)
  return done(record(book, { mode: 'learning' }, { type: 'weights-released', by: actor.id, at: now, data: { version: book.inUse } }))
}

/** What ranks now. A version learned from another base has lost its meaning: the base stands in for it. */
export function weightsInUse(book: WeightBook, base: MatchWeights): MatchWeights {
  const chosen = book.versions.find((one) => one.version === book.inUse)
  if (!chosen || !chosen.version.startsWith(`${base.version}.`)) return base
  return { ...base, version: chosen.version, parts: chosen.parts }
}

const WEEK = 7 * 86_400_000
/** Weights move at most once a week by themselves, so that a ranking can be talked about. */
export function isLearningDue(book: WeightBook, now: Date): boolean {
  const last = book.versions.filter((one) => one.by === CLOCK.id).at(-1)
  return book.mode === 'learning' && (last === undefined || now.getTime() - last.at.getTime() >= WEEK)
}

function sameParts(one: MatchWeights['parts'], other: MatchWeights['parts']): boolean {
  return (Object.keys(one) as (keyof typeof one)[]).every((part) => Math.abs(one[part] - other[part]) < 1e-9)
}
