import type { Connection } from 'mongoose'
import type { Config } from './config.ts'
import type { Clock } from './kernel/clock.ts'
import { createOutbox } from './mail/outbox.ts'
import { createOutboxStore } from './mail/outbox-store.ts'
import { createOrganisationStore, createPersonStore, createSessionStore } from './modules/accounts/account-store.ts'
import { createNeedStore } from './modules/competition/competition-store.ts'
import { createImportStore } from './modules/imports/import-store.ts'
import { createAchievementStore } from './modules/library/achievement-store.ts'
import { createTeamStore } from './modules/library/team-store.ts'
import { createParkStore, createTrackStore } from './modules/parks/park-store.ts'
import { createRegionNames } from './modules/parks/region-names.ts'
import { createPolicyStore } from './modules/policies/policy-store.ts'
import { EmbeddedSearchIndex } from './modules/search/embedded-search-index.ts'
import type { SearchIndex } from './modules/search/search-index.ts'
import { createJournal } from './relay/journal.ts'

/** Everything the routes and the background work are made of. One per application; no globals. */
export interface Services extends ReturnType<typeof createServices> {}

export function createServices(connection: Connection, parts: { clock: Clock; config: Config }) {
  const parks = createParkStore(connection)
  const tracks = createTrackStore(connection)
  const outboxStore = createOutboxStore(connection)
  return {
    ...parts,
    connection,
    organisations: createOrganisationStore(connection),
    people: createPersonStore(connection),
    sessions: createSessionStore(connection),
    needs: createNeedStore(connection),
    parks,
    tracks,
    regionNames: createRegionNames({ parks, tracks }),
    policies: createPolicyStore(connection),
    journal: createJournal(connection),
    achievements: createAchievementStore(connection),
    teams: createTeamStore(connection),
    imports: createImportStore(connection),
    search: new EmbeddedSearchIndex() as SearchIndex,
    outboxStore,
    outbox: createOutbox(outboxStore, parts.clock),
  }
}

/** Collections whose documents carry events for the relay. */
export const SOURCES = ['organisations', 'people', 'needs', 'bids', 'achievements', 'teams', 'parks', 'imports'] as const
