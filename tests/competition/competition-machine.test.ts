import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { CLOCK } from '../../server/kernel/actor.ts'
import { NEED_EVENTS } from '../../server/modules/competition/decide.ts'
import { END_STATUSES, NEED_STATUSES, type Need, type NeedStatus } from '../../server/modules/competition/need.ts'
import { nextStep } from '../../server/modules/competition/next-step.ts'
import { brokenRules } from './machine-invariants.ts'
import { ACTORS, type Move, MOVES, type World } from './machine-moves.ts'
import { admitted, approved, CONTENT, contracting, day, drafted, evaluating, POLICY, publicised, published, RANKING, scored, signed, START, who } from './rule-course.ts'

const RUNS = 800
const HOUR = 3_600_000
const DOWN = 21 * 24
const moves = Object.entries(MOVES)
/** They end most stories before they begin, so a guided player takes them seldom. */
const SPOILERS = ['withdraw', 'reject', 'return', 'edit', 'decline', 'takeBack']

const worlds: fc.Arbitrary<World> = fc.record({
  bids: fc.integer({ min: 0, max: 3 }), weak: fc.nat(9).map((one) => one === 0), minBids: fc.integer({ min: 0, max: 2 }),
  most: fc.constantFrom(3, 5, 9),
}).map(({ bids, weak, minBids, most }) => ({
  policy: { ...POLICY, minBids, panel: { min: 3, max: most } },
  ranking: RANKING.slice(0, bids).map((one) => (weak ? { ...one, total: one.total / 2 } : one)),
}))
/** Where a story begins: mostly late, since from a draft few arrive there. */
type Beginning = () => Need
const drafts: Beginning[] = (['owner', 'officer', 'unverifiedIssuer'] as const).map((part) => () => drafted({}, who(part)))
const beginnings = fc.oneof(
  { weight: 2, arbitrary: fc.record({ world: worlds, begin: fc.constantFrom(...drafts) }) },
  { weight: 3, arbitrary: fc.record({ world: fc.constant<World>({ policy: POLICY, ranking: RANKING }), begin: fc.constantFrom<Beginning>(published, evaluating, scored, publicised, admitted, contracting, signed) }) },
  // One bid alone needs two officers, which a random world rarely gets to.
  { weight: 1, arbitrary: fc.record({ world: fc.constant<World>({ policy: POLICY, ranking: RANKING.slice(0, 1) }), begin: fc.constantFrom<Beginning>(scored) }) },
  // A date by which it is to be published, which a clock that stands still for three weeks misses.
  { weight: 1, arbitrary: fc.record({ world: worlds, begin: fc.constant<Beginning>(() => approved(day(10))) }) },
)
/** `wait`: hours that pass before; `due`: until something is due instead. `down`: three weeks without anybody, not even the clock. `guided`: something that is allowed. */
const attempts = fc.array(
  fc.record({ guided: fc.nat(9).map((one) => one > 1), move: fc.nat(), actor: fc.nat(), choice: fc.nat(1000), wait: fc.nat(30), due: fc.nat(3).map((one) => one === 0), down: fc.nat(19).map((one) => one === 0) }),
  { minLength: 10, maxLength: 70 },
)
type Attempt = typeof attempts extends fc.Arbitrary<(infer A)[]> ? A : never

/** A rule that changes what it was given fails here: modules run in strict mode. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(frozen)
  }
  return value
}

interface Chosen { move: Move; actor: (typeof ACTORS)[number] }

function choose(attempt: Attempt, need: Need, world: World, now: Date): Chosen | undefined {
  if (!attempt.guided) return { move: moves[attempt.move % moves.length]?.[1] as Move, actor: ACTORS[attempt.actor % ACTORS.length] as typeof CLOCK }
  const wanted = moves.filter(([name]) => !SPOILERS.includes(name) || attempt.choice % 4 === 0)
  const open = wanted.flatMap(([, move]) => {
    const able = ACTORS.filter((actor) => move(need, world, actor, now, attempt.choice).ok)
    return able.length > 0 ? [{ move, able }] : []
  })
  const found = open[attempt.move % Math.max(open.length, 1)]
  return found && { move: found.move, actor: found.able[attempt.actor % found.able.length] as typeof CLOCK }
}

const refusals = new Set<string>()
const seen = { statuses: new Map<string, number>(), events: new Map<string, number>() }
const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)

/** Plays the attempts and returns every need on the way. Throws with the broken rule, which fast-check then shrinks. */
function playAll(world: World, first: Need, script: readonly Attempt[]): { need: Need; now: Date }[] {
  let [need, now] = [frozen(first), first.events.at(-1)?.at ?? START]
  const way = [{ need, now }]
  for (const attempt of script) {
    now = new Date(attempt.due && need.due && need.due.at > now ? need.due.at : now.getTime() + (attempt.down ? DOWN : attempt.wait) * HOUR)
    const chosen = choose(attempt, need, world, now)
    const outcome = chosen?.move(need, world, chosen.actor, now, attempt.choice)
    if (outcome && !outcome.ok) refusals.add(outcome.refusal)
    if (!chosen || !outcome?.ok || outcome.value === need) continue
    const after = frozen(outcome.value)
    const broken = brokenRules({ before: need, after, actor: chosen.actor, now, world })
    if (broken.length > 0) throw new Error(`${chosen.actor.id}, ${after.events.at(-1)?.type}: ${broken.join('; ')}`)
    after.events.slice(need.events.length).forEach((event) => count(seen.events, event.type))
    count(seen.statuses, after.status)
    need = after
    way.push({ need, now })
  }
  return way
}

t.test('no sequence of decisions reaches a forbidden state', async (t) => {
  fc.assert(fc.property(beginnings, attempts, ({ world, begin }, script) => {
    playAll(world, begin(), script)
  }), { numRuns: RUNS })
  t.pass(`${RUNS} sequences`)

  t.test('and the sequences were worth it', async (t) => {
    const statuses = NEED_STATUSES.filter((status) => status !== 'draft' && !seen.statuses.has(status))
    t.same(statuses, [], 'each state was reached')
    t.same(NEED_EVENTS.filter((event) => event !== 'need-drafted' && !seen.events.has(event)), [], 'each event happened')
    t.comment(JSON.stringify(Object.fromEntries(seen.events)))
  })

  t.test('every refusal met has its words', async (t) => {
    for (const locale of ['zh-CN', 'en']) {
      const words = JSON.parse(readFileSync(`views/refusal/${locale}.json`, 'utf8')) as Record<string, string>
      t.same([...refusals].filter((code) => !words[`refusal.${code}`]), [], locale)
    }
  })
})

/** What willing people do in each state, the shortest way first. */
const WAYS: Partial<Record<NeedStatus, string[]>> = {
  draft: ['submit', 'withdraw'], submitted: ['approve', 'reject'], approved: ['publish', 'withdraw'], published: ['close'], closed: ['open'],
  evaluating: ['fail', 'propose', 'score', 'declare', 'appoint'], proposed: ['confirm'], publicised: ['resolve', 'admit', 'endPublicity'],
  contracting: ['register', 'sign', 'contract', 'missSigning'],
}
/** Odd ones mean no conflict and objections dismissed. */
const BENIGN = Array.from({ length: 45 }, (_, i) => 2 * i + 1)
const CHOICES = [...BENIGN, ...BENIGN.map((odd) => odd - 1)]

/** Goes the shortest way to any end, whoever has to act. */
function finish(world: World, from: Need, since: Date): Need {
  let [need, now] = [from, since]
  for (let steps = 0; steps < 100 && !END_STATUSES.includes(need.status); steps += 1) {
    now = new Date(need.due && need.due.at > now ? need.due.at : now.getTime() + HOUR)
    need = willing(world, need, now) ?? need
  }
  return need
}

function willing(world: World, need: Need, now: Date): Need | undefined {
  for (const name of WAYS[need.status] ?? []) {
    for (const choice of name === 'declare' ? BENIGN : CHOICES) {
      for (const actor of ACTORS) {
        const outcome = (MOVES[name] as Move)(need, world, actor, now, choice)
        if (outcome.ok && outcome.value !== need) return outcome.value
      }
    }
  }
  return undefined
}

t.test('every state has a way on to an end', async (t) => {
  const ends = new Map<string, number>()
  fc.assert(fc.property(beginnings, attempts, fc.nat(), ({ world, begin }, script, where) => {
    const way = playAll(world, begin(), script)
    const { need, now } = way[where % way.length] as (typeof way)[number]
    const last = finish(world, need, now)
    count(ends, last.status)
    if (!END_STATUSES.includes(last.status)) throw new Error(`stuck in ${last.status} after ${need.status}: ${last.events.map((one) => one.type).join(', ')}`)
  }), { numRuns: 150, endOnFailure: true })
  t.ok((ends.get('executing') ?? 0) > 0, JSON.stringify(Object.fromEntries(ends)))
})

t.test('what is said to come next is what can be done', async (t) => {
  fc.assert(fc.property(beginnings, attempts, ({ world, begin }, script) => {
    for (const { need } of playAll(world, begin(), script)) {
      const { who: turn, by, key } = nextStep(need)
      if ((turn === 'nobody') !== (key === 'ended')) throw new Error(`${need.status}: ${turn}, ${key}`)
      if (by?.getTime() !== need.due?.at.getTime()) throw new Error(`${need.status}: by ${String(by)}`)
      if (turn === 'clock' && !need.due) throw new Error(`${need.status}: waits for the clock, which has nothing to do`)
    }
  }), { numRuns: 50 })
  t.pass('for every need on the way')
})

t.test('a need drafted by somebody who is nobody\'s issuer does not exist', async (t) => {
  t.throws(() => drafted(CONTENT, who('researcher')))
})
