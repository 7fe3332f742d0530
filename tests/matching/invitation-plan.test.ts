import fc from 'fast-check'
import t from 'tap'
import { planInvitations, type AblePair, type PlanNeed, type PlanPerson } from '../../server/modules/matching/invitation-plan.ts'

const pair = (needId: string, personId: string, score: number): AblePair => ({ needId, personId, score })
const need = (id: string, floor = 1, ceiling = 2): PlanNeed => ({ id, floor, ceiling })
const person = (id: string, cap = 1): PlanPerson => ({ id, cap })
const shown = (pairs: readonly AblePair[]) => pairs.map((one) => `${one.needId}-${one.personId}`).sort()

t.test('the only able person of one need is not spent on another that has more', async (t) => {
  const plan = planInvitations([need('n1'), need('n2')], [person('a'), person('b')], [pair('n1', 'a', 0.9), pair('n1', 'b', 0.5), pair('n2', 'a', 0.4)])
  t.same(shown(plan.invitations), ['n1-b', 'n2-a'])
  t.same([plan.shortNeeds, plan.leftOut], [[], []])
})

t.test('says who is short and who is left out, and why', async (t) => {
  const plan = planInvitations(
    [need('n1', 2, 2), need('n2', 1, 1), need('n3', 1, 1)], [person('a'), person('b'), person('c', 0), person('d'), person('e')],
    [pair('n1', 'a', 0.9), pair('n1', 'e', 0.2), pair('n2', 'a', 0.8), pair('n1', 'b', 0.3), pair('n1', 'c', 0.9)],
  )
  t.same(shown(plan.invitations), ['n1-b', 'n1-e', 'n2-a'])
  t.same(plan.shortNeeds, [{ needId: 'n3', invited: 0, floor: 1, because: 'too-few-able' }])
  t.same(plan.leftOut, [{ personId: 'c', because: 'no-invitations-wanted' }, { personId: 'd', because: 'fits-nothing' }])
  const scarce = planInvitations([need('n1'), need('n2')], [person('a')], [pair('n1', 'a', 0.9), pair('n2', 'a', 0.8)])
  t.same(scarce.shortNeeds, [{ needId: 'n2', invited: 0, floor: 1, because: 'able-are-at-their-cap' }])
})

t.test('nothing comes of nothing', async (t) => {
  t.same(planInvitations([], [], []), { invitations: [], shortNeeds: [], leftOut: [] })
  t.same(planInvitations([], [person('a')], [pair('n', 'a', 1)]).invitations, [])
})

const score = fc.integer({ min: 1, max: 100 }).map((n) => n / 100)
const market = fc.record({
  needs: fc.array(fc.record({ floor: fc.integer({ min: 0, max: 2 }), more: fc.integer({ min: 0, max: 2 }) }), { minLength: 1, maxLength: 3 }),
  caps: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 }),
  scores: fc.array(fc.option(score), { minLength: 12, maxLength: 12 }),
}).map(({ needs, caps, scores }) => ({
  needs: needs.map(({ floor, more }, at) => need(`n${at}`, floor, floor + more)),
  people: caps.map((cap, at) => person(`p${at}`, cap)),
  pairs: needs.flatMap((_, n) => caps.flatMap((_, p) => (scores[n * 4 + p] === null ? [] : [pair(`n${n}`, `p${p}`, scores[n * 4 + p]!)]))),
}))

t.test('property: within caps and ceilings, and no plan fills more floors or scores higher', async () => {
  fc.assert(fc.property(market, ({ needs, people, pairs }) => {
    const { invitations } = planInvitations(needs, people, pairs)
    return allowed(needs, people, invitations) && Math.abs(worth(needs, invitations) - bestWorth(needs, people, pairs)) < 1e-6
  }), { numRuns: 300 })
})

function allowed(needs: readonly PlanNeed[], people: readonly PlanPerson[], plan: readonly AblePair[]): boolean {
  return needs.every(({ id, ceiling }) => plan.filter((one) => one.needId === id).length <= ceiling)
    && people.every(({ id, cap }) => plan.filter((one) => one.personId === id).length <= cap)
}

function worth(needs: readonly PlanNeed[], plan: readonly AblePair[]): number {
  const floors = needs.reduce((sum, { id, floor }) => sum + Math.min(floor, plan.filter((one) => one.needId === id).length), 0)
  return floors * 1000 + plan.reduce((sum, one) => sum + one.score, 0)
}

/** Every subset tried: slow and certainly right. */
function bestWorth(needs: readonly PlanNeed[], people: readonly PlanPerson[], pairs: readonly AblePair[]): number {
  let best = 0
  for (let subset = 0; subset < 2 ** pairs.length; subset++) {
    const plan = pairs.filter((_, at) => (subset >> at) & 1)
    if (allowed(needs, people, plan)) best = Math.max(best, worth(needs, plan))
  }
  return best
}

t.test('a whole city: a thousand needs, ten thousand people', async (t) => {
  const { needs, people, pairs } = city(1000, 10_000, 30)
  const started = process.hrtime.bigint()
  const plan = planInvitations(needs, people, pairs)
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  t.comment(`${plan.invitations.length} invitations in ${seconds.toFixed(2)} s, ${plan.shortNeeds.length} needs short`)
  t.ok(seconds < 10, `${seconds} s`)
  t.ok(allowed(needs.slice(0, 20), people.slice(0, 50), plan.invitations))
})

/** A few people are good at much: what everybody would invite. */
function city(needCount: number, peopleCount: number, ablePerNeed: number) {
  let state = 7
  const random = () => { state = (state * 48_271) % 2_147_483_647; return state / 2_147_483_647 }
  const needs = Array.from({ length: needCount }, (_, at) => need(`n${at}`, 3, 5))
  const people = Array.from({ length: peopleCount }, (_, at) => person(`p${at}`, 2))
  const pairs = needs.flatMap(({ id }) => {
    const chosen = new Set(Array.from({ length: ablePerNeed }, () => Math.floor(random() ** 3 * peopleCount)))
    return [...chosen].map((at) => pair(id, `p${at}`, 0.2 + 0.8 * random()))
  })
  return { needs, people, pairs }
}
