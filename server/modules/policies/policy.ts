import { type Actor, hasRole } from '../../kernel/actor.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

/** What officers and administrators may set, two of them together. */
export interface PolicyRules {
  name: { zh: string; en: string }
  /** Fewer bids than this at the deadline and the need has failed (流标). */
  minBids: number
  /** Whole days between publication and deadline. */
  minOpenDays: number
  publicityWorkingDays: number
  /** Calendar days from the end of publicity to a signed contract; later, the next rank is asked. */
  signingDays: number
  /** An amendment closer to the deadline than this moves the deadline. */
  lateEditDays: number
  /** A matter that waits for the staff longer than this is late, and a second officer is told. */
  staffDays: number
  panel: { min: number; max: number }
  /** Of 100; a bid below it cannot win. */
  thresholdScore: number
  /** Whether notices of publicity name the amount. */
  amountInPublicity: boolean
  /** ISO dates on which nobody works although it is a weekday. */
  holidays: string[]
  /** ISO dates of weekends on which people work (调休). */
  workdays: string[]
  /** Offset of the city's civil time from UTC, in minutes. */
  utcOffsetMinutes: number
}

/** The rules of one city as versioned data. A need pins `id@version` when it is published. */
export interface Policy extends PolicyRules {
  id: string
  version: number
  /** Review, then publicity, then the contract. Cities that sign first need a pack of their own, which is yet to come. */
  order: 'award-first'
}

export type PolicyRefusal = 'not-rule-keeper' | 'policy-unsound' | 'version-exists'

/**
 * Rules are never edited, only followed by a new version: competitions under way keep what they were published under.
 * `base` is the version its author had before them; a newer one means somebody was faster.
 */
export function nextVersion(newest: Policy, base: number, rules: PolicyRules, actor: Actor): Outcome<Policy, PolicyRefusal> {
  if (!hasRole(actor, 'administrator') && !hasRole(actor, 'officer')) return refused('not-rule-keeper')
  if (base !== newest.version) return refused('version-exists')
  const wrong = contradictionsIn(rules)
  if (Object.keys(wrong).length > 0) return refused('policy-unsound', wrong)
  const calendar = { holidays: inOrder(rules.holidays), workdays: inOrder(rules.workdays) }
  return done({ ...rules, ...calendar, id: newest.id, order: newest.order, version: newest.version + 1 })
}

/** What no schema can say: dotted field → catalogue key. */
function contradictionsIn({ panel, holidays, workdays }: PolicyRules): Record<string, string> {
  return {
    ...(panel.min < 3 || panel.min % 2 === 0 ? { 'panel.min': 'error.panelOdd' } : {}),
    ...(panel.max < panel.min ? { 'panel.max': 'error.panelOrder' } : {}),
    ...wrongDates('holidays', holidays, 'error.holidayWeekend', isWeekend),
    ...wrongDates('workdays', workdays, 'error.workdayWeekday', (date) => !isWeekend(date)),
  }
}

function wrongDates(field: string, dates: readonly string[], key: string, isWrong: (date: string) => boolean): Record<string, string> {
  if (dates.some((date) => !isRealDate(date))) return { [field]: 'error.dates' }
  return dates.some(isWrong) ? { [field]: key } : {}
}

const isRealDate = (date: string): boolean => {
  const at = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
const inOrder = (dates: readonly string[]): string[] => [...new Set(dates)].sort()
