import { grouped } from '../../kernel/grouped.ts'
import type { Verdict } from './match-types.ts'

/** What staff said of one team of one need, and which five stood first then. */
export interface StaffJudgement {
  need: string
  subject: string
  kind: Verdict['kind']
  at: Date
  first: readonly string[]
}

/** The first five of one need's list as they stood in one week, and what staff said of them. */
interface JudgedList { shown: readonly string[]; approved: ReadonlySet<string>; refused: ReadonlySet<string> }

export interface WeekOfJudgements {
  /** The Monday it began, YYYY-MM-DD. */
  week: string
  /** Needs of which something was judged. */
  lists: number
  /** Of all that stood among the first five. */
  shown: number
  approved: number
  refused: number
  /** Approved out of shown: what nobody judged counts as not approved. */
  precision: number
  /** Approved out of judged; `null` when nothing of the first five was. */
  ofJudged: number | null
}

/** How good the first five were, by week, oldest first. A judgement counts in the week it was made. */
export function precisionByWeek(judgements: readonly StaffJudgement[]): WeekOfJudgements[] {
  const weeks = grouped(judgements, (one) => mondayOf(one.at))
  return [...weeks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([week, made]) => weekOf(week, made))
}

function weekOf(week: string, made: readonly StaffJudgement[]): WeekOfJudgements {
  const lists = [...grouped(made, (one) => one.need).values()].map(listOf)
  const count = (of: (list: JudgedList) => ReadonlySet<string>) => sum(lists.map((list) => list.shown.filter((id) => of(list).has(id)).length))
  const [shown, approved, refused] = [sum(lists.map((list) => list.shown.length)), count((list) => list.approved), count((list) => list.refused)]
  const judged = approved + refused
  return { week, lists: lists.length, shown, approved, refused, precision: shown === 0 ? 0 : approved / shown, ofJudged: judged === 0 ? null : approved / judged }
}

/** The list as it stood when it was last judged. */
function listOf(made: readonly StaffJudgement[]): JudgedList {
  const last = made.reduce((latest, one) => (one.at > latest.at ? one : latest))
  const said = (kinds: readonly Verdict['kind'][]) => new Set(made.filter((one) => kinds.includes(one.kind)).map((one) => one.subject))
  return { shown: last.first.slice(0, 5), approved: said(['approve', 'pin']), refused: said(['veto']) }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Weeks of the city, which lies eight hours ahead the year round. */
function mondayOf(at: Date): string {
  const day = Math.floor((at.getTime() + 8 * 3_600_000) / 86_400_000)
  return new Date((day - ((day + 3) % 7)) * 86_400_000).toISOString().slice(0, 10)
}
