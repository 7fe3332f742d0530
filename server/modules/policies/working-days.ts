import type { Policy } from './policy.ts'

const DAY = 86_400_000
const MINUTE = 60_000

type Calendar = Pick<Policy, 'holidays' | 'workdays' | 'utcOffsetMinutes'>

/** The civil date of an instant in the policy's city: `2026-11-22`. */
export function civilDate(at: Date, calendar: Calendar): string {
  return new Date(at.getTime() + calendar.utcOffsetMinutes * MINUTE).toISOString().slice(0, 10)
}

export function isWorkingDay(date: string, calendar: Calendar): boolean {
  if (calendar.holidays.includes(date)) return false
  if (calendar.workdays.includes(date)) return true
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/**
 * The end of the `days`-th working day after the civil day of `from`: publicity that starts on Monday and lasts
 * five working days ends on the next Monday at 24:00. The first day does not count (民法典 第二百零一条).
 */
export function endOfWorkingDay(from: Date, days: number, calendar: Calendar): Date {
  let date = civilDate(from, calendar)
  for (let left = days; left > 0;) {
    date = nextDate(date)
    if (isWorkingDay(date, calendar)) left -= 1
  }
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY - calendar.utcOffsetMinutes * MINUTE)
}

function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
}
