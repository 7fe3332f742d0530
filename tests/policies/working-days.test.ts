import fc from 'fast-check'
import t from 'tap'
import type { Policy } from '../../server/modules/policies/policy.ts'
import { civilDate, endOfWorkingDay, isWorkingDay } from '../../server/modules/policies/working-days.ts'
import { NANTONG_DEFAULT as POLICY } from '../../seed/policies/nantong-policy.ts'

type Calendar = Pick<Policy, 'holidays' | 'workdays' | 'utcOffsetMinutes'>
const HOUR = 3_600_000
const DAY = 24 * HOUR
const PLAIN: Calendar = { holidays: [], workdays: [], utcOffsetMinutes: 480 }
/** A moment by the clocks of the city. */
const city = (text: string): Date => new Date(`${text}+08:00`)
const ends = (from: string, days: number, calendar = POLICY) => endOfWorkingDay(city(from), days, calendar)

t.test('the civil date is the city\'s, wherever the server runs', async (t) => {
  t.equal(civilDate(new Date('2026-11-22T15:59:59.999Z'), POLICY), '2026-11-22')
  t.equal(civilDate(new Date('2026-11-22T16:00:00Z'), POLICY), '2026-11-23')
  t.equal(civilDate(new Date('2026-12-31T16:00:00Z'), POLICY), '2027-01-01')
  t.equal(civilDate(new Date('2028-02-28T16:00:00Z'), POLICY), '2028-02-29')
  t.equal(civilDate(new Date('2026-11-22T03:00:00Z'), { ...PLAIN, utcOffsetMinutes: -300 }), '2026-11-21', 'west of Greenwich')
  t.equal(civilDate(new Date('2026-11-22T18:29:00Z'), { ...PLAIN, utcOffsetMinutes: 330 }), '2026-11-22', 'half hours')
  t.equal(civilDate(new Date('2026-11-22T18:30:00Z'), { ...PLAIN, utcOffsetMinutes: 330 }), '2026-11-23')
})

t.test('weekends, holidays and the weekends that are worked for them', async (t) => {
  const days: [string, boolean][] = [
    ['2026-11-23', true], ['2026-11-27', true], ['2026-11-28', false], ['2026-11-29', false],
    ['2026-10-01', false], ['2026-10-07', false], ['2026-10-08', true], ['2026-10-10', true], ['2026-10-11', false],
    ['2026-02-14', true], ['2026-02-15', false], ['2026-02-28', true], ['2027-01-01', false],
  ]
  for (const [day, works] of days) t.equal(isWorkingDay(day, POLICY), works, day)
  t.notOk(isWorkingDay('2026-10-10', { ...POLICY, holidays: ['2026-10-10'] }), 'a holiday wins over a worked weekend')
})

t.test('a publicity of five working days', async (t) => {
  t.same(ends('2026-11-23T09:00', 5), city('2026-12-01T00:00'), 'Monday to the next Monday, 24:00')
  t.same(ends('2026-11-27T18:00', 5), city('2026-12-05T00:00'), 'from Friday')
  t.same(ends('2026-11-28T12:00', 5), city('2026-12-05T00:00'), 'from Saturday')
  t.same(ends('2026-11-29T12:00', 5), city('2026-12-05T00:00'), 'from Sunday')
  t.same(ends('2026-09-30T10:00', 5), city('2026-10-14T00:00'), 'over the October holidays, with the Saturday that is worked')
  t.same(ends('2026-02-12T10:00', 5), city('2026-02-27T00:00'), 'over the Spring Festival, with the Saturday before it')
  t.same(ends('2026-12-31T10:00', 1), city('2027-01-05T00:00'), 'into the next year')
})

t.test('a minute around midnight in the city is a day', async (t) => {
  t.same(ends('2026-11-23T23:59:59.999', 1), city('2026-11-25T00:00'))
  t.same(ends('2026-11-24T00:00', 1), city('2026-11-26T00:00'))
})

const calendars = fc.record({
  holidays: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 40 }).map((days) => days.map(dateOf)),
  workdays: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 20 }).map((days) => days.map(dateOf)),
  utcOffsetMinutes: fc.constantFrom(480, 0, -300, 330, 765, -720),
})
const START = Date.parse('2026-01-01T00:00:00Z')
const moments = fc.integer({ min: 0, max: 365 * DAY }).map((after) => new Date(START + after))
const counts = fc.integer({ min: 1, max: 15 })
function dateOf(day: number): string { return new Date(START + day * DAY).toISOString().slice(0, 10) }

/** Counted day by day, by somebody with a calendar on the wall. */
function countedOff(from: Date, end: Date, calendar: Calendar): number {
  const last = civilDate(new Date(end.getTime() - 1), calendar)
  let [date, days] = [civilDate(from, calendar), 0]
  while (date < last) {
    date = new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
    if (isWorkingDay(date, calendar)) days += 1
  }
  return days
}

t.test('whatever the calendar, the end is the midnight after a working day', async (t) => {
  fc.assert(fc.property(moments, counts, calendars, (from, days, calendar) => {
    const end = endOfWorkingDay(from, days, calendar)
    const local = end.getTime() + calendar.utcOffsetMinutes * 60_000
    return local % DAY === 0 && isWorkingDay(civilDate(new Date(end.getTime() - 1), calendar), calendar) && end.getTime() - from.getTime() > days * DAY - DAY
  }))
  t.pass('100 calendars')
})

t.test('exactly so many working days lie in it', async (t) => {
  fc.assert(fc.property(moments, counts, calendars, (from, days, calendar) => countedOff(from, endOfWorkingDay(from, days, calendar), calendar) === days))
  t.pass('100 calendars')
})

t.test('who begins later or takes longer does not end earlier', async (t) => {
  fc.assert(fc.property(moments, fc.integer({ min: 0, max: 20 * DAY }), counts, calendars, (from, wait, days, calendar) => {
    const end = endOfWorkingDay(from, days, calendar)
    return endOfWorkingDay(new Date(from.getTime() + wait), days, calendar) >= end && endOfWorkingDay(from, days + 1, calendar) > end
  }))
  t.pass('100 calendars')
})

t.test('one more holiday never shortens it, one more working day never lengthens it', async (t) => {
  fc.assert(fc.property(moments, counts, calendars, fc.integer({ min: 0, max: 400 }), (from, days, calendar, day) => {
    const end = endOfWorkingDay(from, days, calendar)
    const holiday = { ...calendar, holidays: [...calendar.holidays, dateOf(day)] }
    const workday = { ...calendar, workdays: [...calendar.workdays, dateOf(day)] }
    return endOfWorkingDay(from, days, holiday) >= end && endOfWorkingDay(from, days, workday) <= end
  }))
  t.pass('100 calendars')
})
