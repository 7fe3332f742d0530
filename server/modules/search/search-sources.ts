import type { Organisation } from '../accounts/organisation.ts'
import type { OrganisationStore } from '../accounts/account-store.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import { isPublic, viewNeed } from '../competition/need-view.ts'
import { type Achievement, viewAchievement } from '../library/achievement.ts'
import type { AchievementStore } from '../library/achievement-store.ts'
import { type Team, viewTeam } from '../library/team.ts'
import type { TeamStore } from '../library/team-store.ts'
import { achievementDocument, needDocument, teamDocument } from './documents.ts'
import type { RebuildProgress, RebuildReport, SearchDocument, SearchIndex } from './search-index.ts'

export interface SearchSources {
  needs: NeedStore
  achievements: AchievementStore
  teams: TeamStore
  organisations: OrganisationStore
}

type Owners = ReadonlyMap<string, Organisation>

/** What strangers may find of these needs; the rest has no place in the index. */
export function needDocuments(found: readonly Need[], owners: Owners): SearchDocument[] {
  return found.filter(isPublic).flatMap((need) => {
    const view = viewNeed(need, null)
    return view ? [needDocument(view, owners.get(need.organisation))] : []
  })
}

/** Published by an organisation that staff have verified. */
export function achievementDocuments(found: readonly Achievement[], owners: Owners): SearchDocument[] {
  return found.flatMap((achievement) => {
    const owner = owners.get(achievement.organisation)
    const view = viewAchievement(achievement, null, owner?.verification === 'verified')
    return view ? [achievementDocument(view, owner)] : []
  })
}

export function teamDocuments(found: readonly Team[], owners: Owners): SearchDocument[] {
  return found.flatMap((team) => {
    const owner = owners.get(team.organisation)
    const view = viewTeam(team, null, owner?.verification === 'verified')
    return view ? [teamDocument(view, owner)] : []
  })
}

export async function ownersOf(sources: Pick<SearchSources, 'organisations'>, found: readonly { organisation: string }[]): Promise<Owners> {
  const organisations = await sources.organisations.findMany([...new Set(found.map((one) => one.organisation))])
  return new Map(organisations.map((one) => [one.id, one]))
}

const BATCH = 500

/** At every start of an index in memory, after loading data without events, and by `npm run reindex`. */
export const rebuildSearch = (sources: SearchSources & { search: SearchIndex }, progress?: RebuildProgress): Promise<RebuildReport> =>
  sources.search.rebuild(everyDocument(sources), progress)

/** Everything that may be found, batch by batch: what the index is rebuilt from. */
async function* everyDocument(sources: SearchSources): AsyncIterable<SearchDocument> {
  yield* inBatches(sources, (after) => sources.needs.publicAfter(after, BATCH), needDocuments)
  yield* inBatches(sources, (after) => sources.achievements.publishedAfter(after, BATCH), achievementDocuments)
  yield* inBatches(sources, (after) => sources.teams.after(after, BATCH), teamDocuments)
}

async function* inBatches<T extends { id: string; organisation: string }>(
  sources: SearchSources, read: (after: string) => Promise<T[]>, documents: (found: readonly T[], owners: Owners) => SearchDocument[],
): AsyncIterable<SearchDocument> {
  for (let after = ''; ;) {
    const found = await read(after)
    yield* documents(found, await ownersOf(sources, found))
    if (found.length < BATCH) return
    after = found.at(-1)?.id ?? ''
  }
}
