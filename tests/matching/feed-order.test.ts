import t from 'tap'
import { feedOrder } from '../../server/modules/matching/feed-order.ts'
import type { Match, MatchNeed } from '../../server/modules/matching/match-types.ts'

const now = '2026-03-10T00:00:00.000Z'
const parts = { text: 0, indicators: 0, track: 0, trl: 0, region: 0, delivery: 0, capacity: 0, verdict: 0 }
const match = (id: string, score: number, pinned = false): Match => ({ id, score, parts, pinned, weights: 'w', through: [] })
const need = (id: string, dates: { publishedAt?: string; deadline?: string }): [string, MatchNeed] => [id, { id, tracks: [], text: { title: id }, ...dates }]
const order = (matches: Match[], needs: [string, MatchNeed][]) => feedOrder(matches, new Map(needs), now).map((entry) => entry.match.id)

t.test('a fresh need passes a look-alike but not a better match', async (t) => {
  const needs = [need('old', { publishedAt: '2026-01-01T00:00:00.000Z' }), need('new', { publishedAt: now }), need('best', { publishedAt: '2026-01-01T00:00:00.000Z' })]
  t.same(order([match('best', 0.7), match('old', 0.5), match('new', 0.48)], needs), ['best', 'new', 'old'])
})

t.test('a deadline in reach lifts, one too close to write a bid sinks, one past takes out', async (t) => {
  const needs = [need('far', { deadline: '2026-06-01T00:00:00.000Z' }), need('soon', { deadline: '2026-03-20T00:00:00.000Z' }), need('tomorrow', { deadline: '2026-03-11T00:00:00.000Z' }), need('past', { deadline: now })]
  t.same(order([match('far', 0.5), match('soon', 0.5), match('tomorrow', 0.5), match('past', 0.9)], needs), ['soon', 'far', 'tomorrow'])
})

t.test('pinned first; unknown needs are left out; each entry says why', async (t) => {
  const needs = [need('a', { publishedAt: '2026-03-03T00:00:00.000Z', deadline: '2026-03-20T12:00:00.000Z' }), need('b', {})]
  t.same(order([match('a', 0.9), match('b', 0.1, true), match('ghost', 1)], needs), ['b', 'a'])
  t.match(feedOrder([match('a', 0.9)], new Map(needs), now), [{ novelty: 0.5, daysLeft: 10 }])
})
