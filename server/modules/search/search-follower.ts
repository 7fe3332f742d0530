import type { JournalEntry } from '../../relay/journal.ts'
import type { Follower } from '../../relay/relay.ts'
import type { ImportStore } from '../imports/import-store.ts'
import type { SearchDocument, SearchIndex, SearchKind } from './search-index.ts'
import { achievementDocuments, needDocuments, ownersOf, type SearchSources, teamDocuments } from './search-sources.ts'

type Parts = SearchSources & {
  search: SearchIndex
  /** An index in memory is every process's own; a server is fed by one for all. */
  scope: Follower['scope']
  /** Rows of an import carry no events of their own: the import's one event stands for all of them. */
  imports: Pick<ImportStore, 'sources'>
}

/** Keeps the index as the database is: whatever happened to a thing, it is read again and put or removed. */
export function searchFollower(parts: Parts): Follower {
  const refresh: Record<string, (entry: JournalEntry) => Promise<void>> = {
    needs: ({ subject }) => refreshNeeds(parts, [subject]),
    achievements: ({ subject }) => refreshAchievements(parts, [subject]),
    teams: ({ subject }) => refreshTeams(parts, [subject]),
    organisations: ({ subject }) => refreshOwner(parts, subject),
    imports: (entry) => refreshImport(parts, entry),
  }
  return {
    name: 'search-index',
    scope: parts.scope,
    handle: async (entry) => refresh[entry.source]?.(entry),
  }
}

async function refreshNeeds(parts: Parts, ids: readonly string[]): Promise<void> {
  const found = await parts.needs.findMany(ids)
  await replace(parts.search, 'need', ids, needDocuments(found, await ownersOf(parts, found)))
}

async function refreshAchievements(parts: Parts, ids: readonly string[]): Promise<void> {
  const found = await parts.achievements.findMany(ids)
  await replace(parts.search, 'achievement', ids, achievementDocuments(found, await ownersOf(parts, found)))
}

async function refreshTeams(parts: Parts, ids: readonly string[]): Promise<void> {
  const found = await parts.teams.findMany(ids)
  await replace(parts.search, 'team', ids, teamDocuments(found, await ownersOf(parts, found)))
}

/** Verification decides whether an organisation's things may be found, its name and place are printed with them. */
async function refreshOwner(parts: Parts, organisation: string): Promise<void> {
  const [needs, achievements, teams] = await Promise.all([
    parts.needs.ofOrganisation(organisation), parts.achievements.ofOrganisation(organisation), parts.teams.ofOrganisation(organisation),
  ])
  await refreshNeeds(parts, needs.map((one) => one.id))
  await refreshAchievements(parts, achievements.map((one) => one.id))
  await refreshTeams(parts, teams.map((one) => one.id))
}

/** Imported needs are drafts, which have no place in the index; achievements are published at once. */
async function refreshImport(parts: Parts, { subject, type, data }: JournalEntry): Promise<void> {
  if (type !== 'import-finished' || data['kind'] !== 'achievements') return
  for await (const sources of parts.imports.sources(subject)) {
    const found = await parts.achievements.withSource(sources)
    await replace(parts.search, 'achievement', found.map((one) => one.id), achievementDocuments(found, await ownersOf(parts, found)))
  }
}

async function replace(search: SearchIndex, kind: SearchKind, ids: readonly string[], documents: SearchDocument[]): Promise<void> {
  const kept = new Set(documents.map((one) => one.id))
  if (documents.length > 0) await search.put(documents)
  const gone = ids.filter((id) => !kept.has(id))
  if (gone.length > 0) await search.remove(kind, gone)
}
