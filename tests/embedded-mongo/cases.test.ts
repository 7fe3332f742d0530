import t from 'tap'
import { addOutcome, playCase, type Rates, readCases, share } from './case-runner.ts'
import { sharedData } from '../support/shared-data.ts'
import { temporaryMongo } from './temporary-mongo.ts'

const folder = sharedData('mongodb-cases')

/** In per cent of the cases that expect a result, and `accepted` of those that expect an error. */
const LIMITS = {
  core: { right: 90, wrong: 3, accepted: 35 },
  expressions: { right: 75, wrong: 5, accepted: 35 },
} as const

const groupOf = (area: string): keyof typeof LIMITS => (/^(expressions|window)/.test(area) ? 'expressions' : 'core')

const line = (name: string, { results, errors, right, wrong, refused, accepted }: Rates): string =>
  `${name}: right ${share(right, results).toFixed(1)} %, wrong ${share(wrong, results).toFixed(1)} %, refused ${share(refused, results).toFixed(1)} % of ${results}; accepted ${share(accepted, errors).toFixed(1)} % of ${errors}`

/** Servers that play side by side: a case mostly waits for the disk. */
const LANES = 4

t.setTimeout(120_000)

t.test('cases verified on MongoDB 8.2', { skip: folder === undefined && 'mongodb-cases is not beside the repository' }, async t => {
  const areas = new Map<string, Rates>()
  const groups = new Map<string, Rates>()
  const cases = readCases(folder ?? '.').values()

  async function playLane(): Promise<void> {
    const { client } = await temporaryMongo(t, { maxPoolSize: 1, retryReads: false, socketTimeoutMS: 20_000 })
    for (const one of cases) {
      const outcome = await playCase(client, one)
      addOutcome(areas, one.area, outcome)
      addOutcome(groups, groupOf(one.area), outcome)
    }
  }

  await Promise.all(Array.from({ length: LANES }, playLane))
  for (const [area, rates] of areas) t.comment(line(area, rates))
  for (const [group, limits] of Object.entries(LIMITS)) {
    const rates = groups.get(group) as Rates
    t.comment(line(group, rates))
    t.ok(share(rates.right, rates.results) >= limits.right, `${group}: at least ${limits.right} % right`)
    t.ok(share(rates.wrong, rates.results) <= limits.wrong, `${group}: at most ${limits.wrong} % wrong`)
    t.ok(share(rates.accepted, rates.errors) <= limits.accepted, `${group}: at most ${limits.accepted} % of the errors missed`)
  }
})
