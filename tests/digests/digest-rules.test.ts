import fc from 'fast-check'
import t from 'tap'
import { type Calendar, chosen, dueTopics, MOST_ITEMS, periodsAt } from '../../server/modules/digests/digest.ts'
import { mergedChoices } from '../../server/modules/digests/digest-sources.ts'
import { personOfToken, unsubscribeToken } from '../../server/modules/digests/unsubscribe-link.ts'
import { days } from './competition-course.ts'

const FREE: Calendar = { holidays: [], workdays: [], utcOffsetMinutes: 480 }

t.test('periods', (t) => {
  const at = (instant: string, zone?: string) => periodsAt(new Date(instant), zone, FREE)
  t.equal(at('2026-11-23T23:59:00Z')?.day, '2026-11-23', 'before eight it is still yesterday’s')
  t.same(at('2026-11-24T00:00:00Z'), { day: '2026-11-24', week: '2026-11-23' })
  t.equal(at('2026-11-22T12:00:00Z'), undefined, 'nothing on a Sunday')
  t.equal(at('2026-11-24T00:00:00Z', 'Europe/Berlin')?.day, '2026-11-23', 'eight o’clock where the reader is')
  t.equal(at('2026-11-24T07:00:00Z', 'Europe/Berlin')?.day, '2026-11-24')
  const festival = { ...FREE, holidays: ['2026-11-23', '2026-11-24'], workdays: ['2026-11-22'] }
  t.same(periodsAt(new Date('2026-11-25T01:00:00Z'), null, festival), { day: '2026-11-25', week: '2026-11-25' })
  t.same(periodsAt(new Date('2026-11-22T01:00:00Z'), null, festival), { day: '2026-11-22', week: '2026-11-16' })
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney')
  fc.assert(fc.property(instant, zone, fc.integer({ min: 0, max: days(40) }), (now, place, later) => {
    const [first, second] = [periodsAt(now, place, FREE), periodsAt(new Date(now.getTime() + later), place, FREE)]
    return !first || !second || (first.day <= second.day && first.week <= second.week && first.week <= first.day)
  }))
  t.end()
})

t.test('whose turn it is', (t) => {
  const weekly = { locale: 'en', digest: 'weekly', topics: { needs: 'daily' } } as const
  const periods = { day: '2026-11-24', week: '2026-11-23' }
  const covered = (period: string) => ({ covered: { needs: { period, seq: 1 }, tasks: { period, seq: 1 } } })
  t.same(dueTopics(['tasks', 'needs'], weekly, undefined, periods), ['tasks', 'needs'])
  t.same(dueTopics(['tasks', 'needs'], weekly, covered('2026-11-23'), periods), ['needs'])
  t.same(dueTopics(['tasks', 'needs'], weekly, covered('2026-11-20'), periods), ['tasks', 'needs'], 'a missed Monday is made up for')
  t.same(dueTopics(['tasks', 'needs'], { ...weekly, pausedUntil: '2026-11-25' }, undefined, periods), [])
  t.same(dueTopics(['tasks', 'needs'], { ...weekly, pausedUntil: '2026-11-24' }, undefined, periods), ['tasks', 'needs'])
  t.same(dueTopics(['needs'], { ...weekly, topics: { needs: 'off' } }, undefined, periods), [])
  t.end()
})

t.test('what is chosen', (t) => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 30 })
  fc.assert(fc.property(ids, fc.array(fc.boolean()), (ranked, tolds) => {
    const told = new Set(ranked.filter((_, i) => tolds[i]))
    const { items, more } = chosen(ranked.map((key) => ({ key })), told)
    const wanted = ranked.filter((id) => !told.has(id))
    return items.length + more === wanted.length && items.length <= MOST_ITEMS && items.every((one, i) => one.key === wanted[i])
  }))
  t.end()
})

t.test('of two sources that know a need the better reason stays', (t) => {
  const match = { need: 'a', score: 0.5, reason: { kind: 'match' as const } }
  const search = { need: 'a', score: 0.7, reason: { kind: 'saved-search' as const, text: '海缆' } }
  t.same(mergedChoices([[match, { ...match, need: 'b' }], [search]]), [search, { ...match, need: 'b' }])
  t.end()
})

t.test('links are for one person', (t) => {
  fc.assert(fc.property(fc.string(), fc.string({ minLength: 8 }), fc.string({ minLength: 8 }), (person, secret, other) =>
    personOfToken(unsubscribeToken(person, secret), secret) === person
    && (secret === other || personOfToken(unsubscribeToken(person, secret), other) === undefined)))
  t.equal(personOfToken('', 's'), undefined)
  t.equal(personOfToken('a.b.c', 's'), undefined)
  t.end()
})
