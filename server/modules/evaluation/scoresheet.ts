import type { Aggregate } from '../../kernel/events.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import type { Criterion } from '../competition/need.ts'

/** Points of 100 for one criterion; `null` while the reviewer has not decided. */
export interface Score { criterion: string; score: number | null }

/** What one reviewer thinks of one bid. */
export interface Mark { bid: string; scores: Score[]; comment: string }

/**
 * One reviewer's sheet for one need. `marks` is what they work on; `final` is the copy they handed in last. It counts
 * once the need has recorded the hand-in, so a crash between the two writes leaves nothing half-valid.
 */
export interface ScoreSheet extends Aggregate {
  need: string
  reviewer: string
  marks: Mark[]
  final: Mark[] | null
  handedInAt: Date | null
}

export type SheetRefusal = 'scores-incomplete' | 'unknown-bid'

/** One sheet per need and reviewer, by its id alone. */
export const sheetId = (need: string, reviewer: string): string => `${need}:${reviewer}`

export function blankSheet(need: string, reviewer: string): ScoreSheet {
  return { id: sheetId(need, reviewer), revision: 0, events: [], need, reviewer, marks: [], final: null, handedInAt: null }
}

/** What is scored and by what. */
export interface Task { bids: readonly string[]; criteria: readonly Pick<Criterion, 'id'>[] }

/** Keeps unfinished scores. A sheet is working paper: the recorded decision is the need's, when it is handed in. */
export function saveSheet(sheet: ScoreSheet, task: Task, marks: Mark[]): Outcome<ScoreSheet, SheetRefusal> {
  if (!fits(task, marks)) return refused('unknown-bid')
  return done({ ...sheet, revision: sheet.revision + 1, marks })
}

/** Final scores: every bid by every criterion. Handing in the same again is harmless. */
export function handInSheet(sheet: ScoreSheet, task: Task, marks: Mark[], now: Date): Outcome<ScoreSheet, SheetRefusal> {
  if (!fits(task, marks)) return refused('unknown-bid')
  const missing = missingScores(task, marks)
  if (Object.keys(missing).length > 0) return refused('scores-incomplete', missing)
  return done({ ...sheet, revision: sheet.revision + 1, marks, final: marks, handedInAt: now })
}

function fits(task: Task, marks: readonly Mark[]): boolean {
  const criteria = task.criteria.map((one) => one.id)
  const known = marks.every((mark) => task.bids.includes(mark.bid) && mark.scores.every((one) => criteria.includes(one.criterion)))
  return known && new Set(marks.map((mark) => mark.bid)).size === marks.length
}

/** Field of the form → catalogue key, in the order of the task. */
function missingScores(task: Task, marks: readonly Mark[]): Record<string, string> {
  const fields = task.bids.flatMap((bid, i) => task.criteria.map((criterion, j) => {
    const score = scoreOf(marks.find((mark) => mark.bid === bid), criterion.id)
    return score === null ? [[`marks.${i}.scores.${j}.score`, 'error.required'] as const] : []
  }))
  return Object.fromEntries(fields.flat())
}

export function scoreOf(mark: Mark | undefined, criterion: string): number | null {
  return mark?.scores.find((one) => one.criterion === criterion)?.score ?? null
}

/** The marks in the order and completeness of the task, so that a form has a place for each. */
export function marksFor(task: Task, marks: readonly Mark[]): Mark[] {
  return task.bids.map((bid) => {
    const mark = marks.find((one) => one.bid === bid)
    return { bid, comment: mark?.comment ?? '', scores: task.criteria.map(({ id }) => ({ criterion: id, score: scoreOf(mark, id) })) }
  })
}
