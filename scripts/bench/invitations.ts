import { planInvitations, type AblePair, type PlanNeed, type PlanPerson } from '../../server/modules/matching/invitation-plan.ts'
import { figuresOf, greedyInvitations, type PlanFigures, topInvitations } from '../../server/modules/matching/plan-figures.ts'

const NEEDS = 1000
const PEOPLE = 10_000
const RUNS = 5

/** An invitation plan for a city: how long it takes, and what it gains over what a ranking or a careful hand would do. */
export async function run(): Promise<void> {
  for (const [name, skew] of [['able people spread evenly', 1], ['a few people good at much', 3], ['scarce: hardly anybody able', 14]] as const) {
    const city = cityOf(NEEDS, PEOPLE, 30, skew)
    const times = Array.from({ length: RUNS }, () => seconds(() => planInvitations(city.needs, city.people, city.pairs)))
    console.log(`\n${NEEDS} needs × ${PEOPLE} people, ${city.pairs.length} able pairs, floor 3, ceiling 5, cap 2: ${name}`)
    console.log(`plan: median ${median(times).toFixed(2)} s, slowest ${Math.max(...times).toFixed(2)} s of ${RUNS}`)
    const { invitations } = planInvitations(city.needs, city.people, city.pairs)
    print('minimum-cost flow', figuresOf(city.needs, invitations))
    print('greedy by score', figuresOf(city.needs, greedyInvitations(city.needs, city.people, city.pairs)))
    print('top of each list', figuresOf(city.needs, topInvitations(city.needs, city.pairs)))
  }
}

function print(name: string, { invitations, fewestPerNeed, needsBelowFloor, mostPerPerson, totalScore }: PlanFigures): void {
  console.log(`  ${name.padEnd(18)} ${invitations} invitations, fewest for a need ${fewestPerNeed}, ${needsBelowFloor} needs below the floor, `
    + `most for a person ${mostPerPerson}, total score ${totalScore.toFixed(0)}`)
}

function seconds(work: () => unknown): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Always the same city. `skew` 1: everybody is as likely to be able; 3: the first tenth is able four times as often. */
function cityOf(needCount: number, peopleCount: number, ablePerNeed: number, skew: number): { needs: PlanNeed[]; people: PlanPerson[]; pairs: AblePair[] } {
  let state = 7
  const random = (): number => { state = (state * 48_271) % 2_147_483_647; return state / 2_147_483_647 }
  const needs = Array.from({ length: needCount }, (_, at) => ({ id: `n${at}`, floor: 3, ceiling: 5 }))
  const people = Array.from({ length: peopleCount }, (_, at) => ({ id: `p${at}`, cap: 2 }))
  const pairs = needs.flatMap(({ id }) => {
    const able = new Set(Array.from({ length: ablePerNeed }, () => Math.floor(random() ** skew * peopleCount)))
    return [...able].map((at) => ({ needId: id, personId: `p${at}`, score: 0.2 + 0.8 * random() }))
  })
  return { needs, people, pairs }
}
