import fc from 'fast-check'
import t from 'tap'
import { MovableClock } from '../../server/kernel/clock.ts'
import { formatDate, formatDateTime, formatMoney, formatNumber, formatPercent, isoInstant, localInput } from '../../server/kernel/format.ts'
import { isYuan, YUAN_PER_WAN } from '../../server/kernel/money.ts'

/** The largest sum a form takes. */
const MOST = 1e11
const sums = fc.integer({ min: 0, max: MOST })
const UNITS: [string, number][] = [['亿元', 1e8], ['万元', YUAN_PER_WAN], ['元', 1]]

function fromChinese(text: string): number {
  const [unit, size] = UNITS.find(([name]) => text.endsWith(name)) as [string, number]
  return Math.round(Number(text.slice(0, -unit.length).replaceAll(',', '')) * size)
}

t.test('a sum is whole yuan', async (t) => {
  for (const sum of [0, 1, 12_000_000, MOST]) t.ok(isYuan(sum), String(sum))
  for (const sum of [-1, 0.5, NaN, Infinity, 2 ** 53]) t.notOk(isYuan(sum), String(sum))
})

t.test('sums as people of the trade write them', async (t) => {
  t.equal(formatMoney(600_000, 'zh-CN'), '60万元')
  t.equal(formatMoney(3_960_000, 'zh-CN'), '396万元')
  t.equal(formatMoney(125_000_000, 'zh-CN'), '1.25亿元')
  t.equal(formatMoney(900, 'zh-CN'), '900元')
  t.equal(formatMoney(600_000, 'en'), '¥600,000')
})

t.test('no yuan is lost between the form, the store and the page', async (t) => {
  fc.assert(fc.property(sums, (sum) => fromChinese(formatMoney(sum, 'zh-CN')) === sum))
  fc.assert(fc.property(sums, (sum) => Number(formatMoney(sum, 'en').replaceAll(/[¥,]/g, '')) === sum))
  t.pass('whatever the sum')
})

t.test('numbers and shares', async (t) => {
  t.equal(formatNumber(1234.5678, 'en'), '1,234.568')
  t.equal(formatNumber(84.25, 'zh-CN', 1), '84.3')
  t.equal(formatPercent(0.305, 'en', 1), '30.5%')
})

t.test('every date is the city\'s', async (t) => {
  const late = new Date('2026-11-22T16:30:00Z')
  t.equal(formatDate(late, 'zh-CN'), '2026年11月23日')
  t.match(formatDateTime(late, 'zh-CN'), /2026年11月23日.*00:30/)
  t.match(formatDateTime(late, 'en'), /Nov 23, 2026.*00:30/)
  t.equal(localInput(late, 'date'), '2026-11-23')
  t.equal(localInput(late, 'datetime-local'), '2026-11-23T00:30')
  t.equal(isoInstant(late), '2026-11-22T16:30:00.000Z')
})

t.test('nothing is said of a date that is none', async (t) => {
  for (const value of [null, undefined, '', 'tomorrow', new Date(NaN)]) {
    t.same([formatDate(value, 'en'), formatDateTime(value, 'zh-CN'), isoInstant(value), localInput(value, 'date')], ['', '', '', ''], String(value))
  }
})

t.test('what a date field shows is what it sends back', async (t) => {
  const moments = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2099-12-31') }).map((at) => new Date(at - (at % 60_000)))
  fc.assert(fc.property(moments, (at) => new Date(`${localInput(at, 'datetime-local')}:00+08:00`).getTime() === at.getTime()))
  t.pass('to the minute')
})

t.test('a clock for tests stands still until it is moved', async (t) => {
  const clock = new MovableClock(new Date('2026-11-23T01:00:00Z'))
  const first = clock.now()
  first.setFullYear(1999)
  t.same(clock.now(), new Date('2026-11-23T01:00:00Z'), 'nobody moves it by accident')
  clock.advance(60_000)
  t.same(clock.now(), new Date('2026-11-23T01:01:00Z'))
  clock.set(new Date('2027-01-01T00:00:00Z'))
  t.same(clock.now(), new Date('2027-01-01T00:00:00Z'))
})
