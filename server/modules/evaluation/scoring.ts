import type { Actor } from '../../kernel/actor.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { decideAgain } from '../../store/decide-again.ts'
import { canonicalJson } from '../bids/receipt.ts'
import type { Need } from '../competition/need.ts'
import { type PanelRefusal, submitScores, whyNotScore } from '../competition/panel.ts'
import type { SheetBody } from './evaluation-schemas.ts'
import { sheetFor } from './evaluation-reader.ts'
import { handInSheet, type Mark, saveSheet, type ScoreSheet, type SheetRefusal, type Task } from './scoresheet.ts'

export type ScoringRefusal = PanelRefusal | SheetRefusal
type Scored = Outcome<Need, ScoringRefusal | 'conflict'> | undefined
export interface Scoring { need: string; body: SheetBody; handIn: boolean; actor: Actor; now: Date }

/**
 * Keeps scores, or hands them in: the sheet first, then the need's decision that makes it count. A crash between the
 * two is healed by handing in again, which is harmless at any time. Undefined for people who are not on the panel.
 */
export async function score(services: Services, scoring: Scoring): Promise<Scored> {
  const { actor, handIn, body, now } = scoring
  // The sheet is read before the need: were both handed in meanwhile, its revision has moved and the write is refused.
  const sheet = await sheetFor(services, scoring.need, actor.id)
  const need = await services.needs.find(scoring.need)
  if (!need?.panel.some((one) => one.person === actor.id)) return undefined
  const same = handIn && sheet.final !== null && sameMarks(sheet.final, body.marks)
  const why = whyNotScore(need, actor)
  if (why) return why === 'already-submitted' && same ? done(need) : refused(why)
  const written = same ? done(sheet) : await write(services, sheet, need, scoring)
  if (!written.ok || !handIn) return written.ok ? done(need) : written
  return decideAgain(() => services.needs.decide(need.id, (current) => submitOnce(current, actor, now)))
}

async function write(
  { scoreSheets, bids }: Services, sheet: ScoreSheet, need: Need, { body, handIn, now }: Scoring,
): Promise<Outcome<ScoreSheet, SheetRefusal | 'conflict'>> {
  if (sheet.revision !== body.revision) return refused('conflict')
  const task: Task = { bids: (await bids.opened(need)).map((bid) => bid.id), criteria: need.content.criteria }
  const outcome = handIn ? handInSheet(sheet, task, body.marks, now) : saveSheet(sheet, task, body.marks)
  if (!outcome.ok) return outcome
  return (await scoreSheets.put(sheet, outcome.value)) === 'saved' ? outcome : refused('conflict')
}

/** Two clicks are one hand-in. */
function submitOnce(need: Need, actor: Actor, now: Date): Outcome<Need, PanelRefusal> {
  return whyNotScore(need, actor) === 'already-submitted' ? done(need) : submitScores(need, actor, now)
}

const sameMarks = (one: readonly Mark[], other: readonly Mark[]): boolean => canonicalJson(sorted(one)) === canonicalJson(sorted(other))

const sorted = (marks: readonly Mark[]): Mark[] => marks
  .map((mark) => ({ ...mark, scores: [...mark.scores].sort((a, b) => (a.criterion < b.criterion ? -1 : 1)) }))
  .sort((a, b) => (a.bid < b.bid ? -1 : 1))
