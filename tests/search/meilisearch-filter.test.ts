import fc from 'fast-check'
import t from 'tap'
import { filterExpression, storedValue, writtenValue } from '../../server/modules/search/meilisearch-filter.ts'
import { conditionOf } from '../support/fake-meilisearch-filter.ts'

t.test('each condition is one quoted expression', async (t) => {
  t.same(filterExpression(), [])
  t.same(filterExpression({ tracks: [], park: ['p'] }), ['park IN ["p"]'])
  t.same(filterExpression({ tracks: ['a b', '中'], trl: { min: 3, max: 5 } }), ['tracks IN ["a b", "中"]', 'trl >= 3', 'trl <= 5'])
  t.same(filterExpression({ deadline: { after: '1970-01-01T00:00:01.000Z' } }), ['deadline >= 1000'])
  t.throws(() => filterExpression({ amount: { min: NaN } }), TypeError)
})

t.test('property: stored values read back as they were and carry no quote or backslash', async () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (value) => writtenValue(storedValue(value)) === value && !/["'\\]/.test(storedValue(value))))
})

t.test('property: a filter finds exactly the value asked for, whatever it contains', async () => {
  const nasty = fc.array(fc.constantFrom('"', "'", '\\', ' OR ', 'park', '=', ']', '[', ',', 'x', '%', '%22', ' '), { maxLength: 8 }).map((parts) => parts.join(''))
  fc.assert(fc.property(nasty, nasty, (asked, other) => {
    const passes = conditionOf(filterExpression({ park: [asked] }), ['park'])
    const finds = (value: string) => passes({ park: storedValue(value) })
    return finds(asked) && finds(other) === (asked === other)
  }))
})
