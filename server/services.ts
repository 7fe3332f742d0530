import type { Connection } from 'mongoose'
import type { Config } from './config.ts'
import { createTraffic } from './http/traffic.ts'
import type { Clock } from './kernel/clock.ts'
import type { MailTransport } from './mail/mail-transport.ts'
import { createOutbox } from './mail/outbox.ts'
import { createOutboxStore } from './mail/outbox-store.ts'
import { createOrganisationStore, createPersonStore, createSessionStore } from './modules/accounts/account-store.ts'
import { createRegistrationStore } from './modules/accounts/registration-store.ts'
import { createResetRequestStore } from './modules/accounts/reset-request-store.ts'
import { createAuditStore } from './modules/audit/audit-store.ts'
import { createBidStore } from './modules/bids/bid-store.ts'
import { createIntake, createSealedFacts } from './modules/bids/sealed-facts.ts'
import type { Ranking } from './modules/competition/award.ts'
import { createNeedStore } from './modules/competition/competition-store.ts'
import type { Need } from './modules/competition/need.ts'
import { createDigestSections } from './modules/digests/digest-sections.ts'
import type { DigestSource } from './modules/digests/digest-sources.ts'
import { createDigestStore } from './modules/digests/digest-store.ts'
import { createDigestThread } from './modules/digests/digest-thread.ts'
import { createMatchSource } from './modules/digests/match-source.ts'
import { createNoticeStore } from './modules/digests/notice-store.ts'
import { createImportService } from './modules/imports/import-service.ts'
import { createImportStore } from './modules/imports/import-store.ts'
import { createAchievementStore } from './modules/library/achievement-store.ts'
import { createTeamStore } from './modules/library/team-store.ts'
import { createMatchService } from './modules/matching/match-service.ts'
import { createVerdictStore } from './modules/matching/verdict-store.ts'
import { createParkStore, createPlatformStore, createTrackStore } from './modules/parks/park-store.ts'
import { createRegionCounts } from './modules/parks/region-counts.ts'
import { createRegionNames } from './modules/parks/region-names.ts'
import { createResults } from './modules/evaluation/results.ts'
import { createScoreSheetStore } from './modules/evaluation/scoresheet-store.ts'
import { createPolicyStore } from './modules/policies/policy-store.ts'
import { configuredSearch } from './modules/search/configured-search.ts'
import { createInputKeeper } from './plugins/kept-input.ts'
import { createBlobStore } from './store/blob-store.ts'
import { createJournal } from './relay/journal.ts'

/** Everything the routes and the background work are made of. One per application; no globals. */
export interface Services extends ReturnType<typeof createServices> {}

export function createServices(connection: Connection, parts: { clock: Clock; config: Config; transport?: MailTransport }) {
  const bids = createBidStore(connection)
  const intake = createIntake()
  const scoreSheets = createScoreSheetStore(connection)
  const results = createResults({ bids, scoreSheets })
  const parks = createParkStore(connection)
  const tracks = createTrackStore(connection)
  const regionNames = createRegionNames({ parks, tracks })
  const imports = createImportStore(connection)
  const outboxStore = createOutboxStore(connection)
  const organisations = createOrganisationStore(connection)
  const needs = createNeedStore(connection)
  const achievements = createAchievementStore(connection)
  const teams = createTeamStore(connection)
  const verdicts = createVerdictStore(connection)
  const search = configuredSearch(parts.config, connection.name)
  const journal = createJournal(connection)
  const audit = createAuditStore(connection)
  const matching = createMatchService({ needs, teams, achievements, organisations, search, verdicts })
  const matches = createMatchSource({ needs, teams, achievements, verdicts, search, thread: createDigestThread() })
  const digestSources: readonly DigestSource[] = [matches]
  return {
    ...parts,
    connection,
    organisations,
    people: createPersonStore(connection),
    sessions: createSessionStore(connection),
    registrations: createRegistrationStore(connection),
    resetRequests: createResetRequestStore(connection),
    keeper: createInputKeeper(parts.config.jwtSecret),
    needs,
    bids,
    /** Requests under way: background work steps aside for them. */
    traffic: createTraffic(),
    /** Hand-ins and withdrawals under way; whoever counts at the deadline waits for them. */
    intake,
    /** Only for the rules that close and open a competition. */
    sealedFacts: createSealedFacts({ bids, intake }),
    scoreSheets,
    results,
    rankingFor: async (need: Need): Promise<Ranking> => (await results(need)).ranking,
    parks,
    tracks,
    regionNames,
    regionCounts: createRegionCounts(search),
    platforms: createPlatformStore(connection),
    blobs: createBlobStore(connection),
    policies: createPolicyStore(connection),
    journal,
    achievements,
    teams,
    verdicts,
    matching,
    imports,
    importing: createImportService({ connection, imports, needs, achievements, organisations, regionNames }),
    search,
    audit,
    notices: createNoticeStore(connection),
    digests: createDigestStore(connection),
    digestSections: createDigestSections({ needs, teams, organisations, verdicts, journal, matching, matches, sources: digestSources, regionNames, logHead: () => audit.last() }),
    outboxStore,
    outbox: createOutbox(outboxStore, parts.clock),
  }
}

/** Collections whose documents carry events for the relay; of two events at the same moment the earlier source comes first. */
export const SOURCES = ['organisations', 'people', 'registrations', 'needs', 'bids', 'achievements', 'teams', 'parks', 'tracks', 'policies', 'imports', 'verdicts'] as const
