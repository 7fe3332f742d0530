import type { Saved } from '../store/aggregate-store.ts'
import type { Services } from '../services.ts'
import { hashPassword } from '../modules/accounts/passwords.ts'
import { closingListOf } from '../modules/bids/closing-list.ts'
import { stamped } from '../modules/bids/receipt-stamp.ts'
import { demoPassword, keepPasswordValid } from './demo-accounts.ts'
import { demoExperts, demoQuestions } from './demo-dialogues.ts'
import { demoAchievements, demoTeams } from './demo-library.ts'
import { createDemoMarker, type DemoMarker } from './demo-marker.ts'
import { demoScenes, numbersFor } from './demo-needs.ts'
import { demoOrganisations, demoPeople } from './demo-people.ts'
import { demoPolicyNotices } from './demo-policy-notices.ts'
import { saveDemoSearches } from './demo-searches.ts'
import { demoVerdicts } from './demo-verdicts.ts'

export { demoAccounts, type DemoAccount } from './demo-accounts.ts'

export type DemoServices = Pick<Services,
  'connection' | 'config' | 'policies' | 'policyNotices' | 'organisations' | 'people' | 'teams' | 'achievements' | 'needs' | 'bids' | 'questions' | 'experts' | 'scoreSheets' | 'verdicts' | 'savedSearches' | 'vault' | 'logHead'>

/**
 * Fills an empty store with the fictional demonstration, its dates counted from `now`. Everything goes in together
 * with the events that explain it. Interrupted, the next start inserts what is missing; a store that holds anything
 * else is left alone. The region has to be loaded before.
 */
export async function loadDemo(services: DemoServices, now: Date): Promise<{ loaded: boolean }> {
  const { config, connection, people } = services
  if (!config.demo || config.production) return { loaded: false }
  const marker = createDemoMarker(connection)
  const known = await marker.read()
  if (!known && !(await isEmpty(services))) return { loaded: false }
  const loaded = !known?.complete
  if (loaded) await fill(services, known ?? (await marker.begin(now)))
  if (loaded) await marker.complete()
  await keepPasswordValid(people, config.dataDir, now)
  return { loaded }
}

async function isEmpty({ organisations, people, needs, achievements }: DemoServices): Promise<boolean> {
  const counts = await Promise.all([organisations.count({}), people.count({}), needs.count({}), achievements.count({})])
  return counts.every((count) => count === 0)
}

/** Makes everything from the marker alone, so that whoever repeats it makes the same and meets what is there. */
async function fill(services: DemoServices, marker: DemoMarker): Promise<void> {
  const { startedAt } = marker
  const [hash, policy] = await Promise.all([hashPassword(demoPassword(services.config.dataDir)), services.policies.current()])
  const closingRoot = async (need: string, receipts: readonly string[]) => (await closingListOf(services.vault, need, receipts)).root
  const scenes = await demoScenes({ policy, marker, closingRoot })
  await put(services.organisations, demoOrganisations(startedAt))
  await put(services.people, demoPeople(hash))
  const [teams, achievements] = [demoTeams(startedAt), demoAchievements(startedAt)]
  await put(services.teams, teams)
  await put(services.achievements, achievements)
  // Before the needs: a need that somebody drafts in between must not be given one of their numbers.
  for (const { year, serial } of numbersFor(startedAt).values()) await services.needs.reserveNumber(year, serial)
  await put(services.needs, scenes.map(({ need }) => need))
  await put(services.bids, await Promise.all(scenes.flatMap(({ bids }) => bids).map((bid) => stamped(services, bid))))
  await put(services.questions, demoQuestions(scenes, startedAt))
  await put(services.experts, demoExperts(scenes, startedAt))
  await put(services.scoreSheets, scenes.flatMap(({ sheets }) => sheets))
  await put(services.policyNotices, demoPolicyNotices(startedAt))
  await put(services.verdicts, demoVerdicts(scenes, teams, achievements))
  await saveDemoSearches(services.savedSearches, startedAt)
}

/** One after the other would wait for the disk each time; `duplicate` was put there before an interruption. */
async function put<A>(store: { insert(one: A): Promise<Saved> }, all: readonly A[]): Promise<void> {
  await Promise.all(all.map((one) => store.insert(one)))
}
