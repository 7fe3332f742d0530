import type { Connection } from 'mongoose'
import type { Config } from './config.ts'
import { createTraffic } from './http/traffic.ts'
import type { Clock } from './kernel/clock.ts'
import type { KeptMails } from './mail/mail-transport.ts'
import { createOutbox } from './mail/outbox.ts'
import { createOutboxStore } from './mail/outbox-store.ts'
import { createOrganisationStore, createPersonStore } from './modules/accounts/account-store.ts'
import { createAccountSecurity } from './modules/accounts/account-security.ts'
import type { VerifyHash } from './modules/accounts/passwords.ts'
import { createRegistrationStore } from './modules/accounts/registration-store.ts'
import { createResetRequestStore } from './modules/accounts/reset-request-store.ts'
import { createAuditSealer } from './modules/audit/audit-seal.ts'
import { createAuditStore } from './modules/audit/audit-store.ts'
import { latestHead } from './modules/audit/log-reader.ts'
import { createLogStore } from './modules/audit/log-store.ts'
import { createBidStore } from './modules/bids/bid-store.ts'
import { createSealedFiles } from './modules/bids/sealed-files.ts'
import { createIntake } from './modules/bids/intake.ts'
import { createSealedFacts } from './modules/bids/sealed-facts.ts'
import { createTicketStore } from './modules/bids/ticket-store.ts'
import type { Ranking } from './modules/competition/award.ts'
import { createNeedStore } from './modules/competition/competition-store.ts'
import type { Need } from './modules/competition/need.ts'
import { createDigestSections } from './modules/digests/digest-sections.ts'
import { createDigestStore } from './modules/digests/digest-store.ts'
import { createReminderStore } from './modules/digests/reminder-store.ts'
import { createNoticeStore } from './modules/digests/notice-store.ts'
import { createImportService } from './modules/imports/import-service.ts'
import { createImportStore } from './modules/imports/import-store.ts'
import { createExpertInvitationStore } from './modules/invitations/expert-invitation-store.ts'
import { createAchievementStore } from './modules/library/achievement-store.ts'
import { createTeamStore } from './modules/library/team-store.ts'
import { outsideSettingsFile } from './modules/outside-knowledge/outside-settings.ts'
import { secondOpinionFrom } from './modules/outside-knowledge/second-opinion.ts'
import { createBulkMatching } from './modules/matching/bulk-match-service.ts'
import { createMatchService } from './modules/matching/match-service.ts'
import { createPlanService } from './modules/matching/plan-service.ts'
import { createPlanStore } from './modules/matching/plan-store.ts'
import { createVerdictStore } from './modules/matching/verdict-store.ts'
import { createWeightBookStore } from './modules/matching/weight-book-store.ts'
import { createParkStore, createPlatformStore, createTrackStore } from './modules/parks/park-store.ts'
import { createRegionCounts } from './modules/parks/region-counts.ts'
import { createRegionNames } from './modules/parks/region-names.ts'
import { createFollowStore } from './modules/questions/follow-store.ts'
import { createQuestionStore } from './modules/questions/question-store.ts'
import { createResults } from './modules/evaluation/results.ts'
import { createScoreSheetStore } from './modules/evaluation/scoresheet-store.ts'
import { createPolicyNoticeStore } from './modules/policy-notices/policy-notice-store.ts'
import { createPolicyProposalStore } from './modules/policies/policy-proposal-store.ts'
import { createPolicyStore } from './modules/policies/policy-store.ts'
import { createErasureStore } from './modules/privacy/erasure-store.ts'
import { createPersonalDataStore } from './modules/privacy/personal-data-store.ts'
import { createSealedRowsStore } from './modules/privacy/sealed-rows-store.ts'
import { createIncidents } from './modules/sealing/incidents.ts'
import { createKeyStore } from './modules/sealing/key-store.ts'
import { createKeyVault } from './modules/sealing/key-vault.ts'
import { masterKeyOf, sealSecretOf } from './modules/sealing/master-key.ts'
import { alongWithNeeds } from './modules/sealing/need-keys.ts'
import { createEventSealer } from './modules/sealing/sealed-events.ts'
import { sealedNotices } from './modules/sealing/sealed-notices.ts'
import { sealedOutbox } from './modules/sealing/sealed-outbox.ts'
import { configuredSearch } from './modules/search/configured-search.ts'
import type { SearchIndex } from './modules/search/search-index.ts'
import { savedSearchSource } from './modules/search/saved-search-source.ts'
import { createSavedSearchStore } from './modules/search/saved-search-store.ts'
import { createInputKeeper } from './plugins/kept-input.ts'
import { createBlobStore } from './store/blob-store.ts'
import { createJournal } from './relay/journal.ts'

/** Everything the routes and the background work are made of. One per application; no globals. */
export interface Services extends ReturnType<typeof createServices> {}

/** `verifyHash`: where a test counts verifications of passwords. */
/** `keptMails`: where mail is kept instead of sent. */
export interface ServiceParts { clock: Clock; config: Config; keptMails?: KeptMails; verifyHash?: VerifyHash }

export function createServices(connection: Connection, parts: ServiceParts) {
  const sealing = createSealing(connection, parts.config)
  const { vault, incidents, logHead } = sealing
  const outboxStore = sealedOutbox(createOutboxStore(connection), vault)
  const blobs = createBlobStore(connection)
  const sealedRows = createSealedRowsStore(connection, vault)
  const bids = createBidStore(connection, { vault, clock: parts.clock, incidents })
  const intake = createIntake({ tickets: createTicketStore(connection), vault })
  const scoreSheets = createScoreSheetStore(connection)
  const results = createResults({ bids, scoreSheets })
  const imports = createImportStore(connection)
  const organisations = createOrganisationStore(connection)
  const people = createPersonStore(connection)
  const needs = createNeedStore(connection, alongWithNeeds(vault))
  const achievements = createAchievementStore(connection)
  const teams = createTeamStore(connection)
  const verdicts = createVerdictStore(connection)
  const weightBook = createWeightBookStore(connection)
  const search = configuredSearch(parts.config, connection.name)
  const region = createRegion(connection, search)
  const { parks, platforms, regionNames } = region
  const policies = createPolicyStore(connection)
  const policyNotices = createPolicyNoticeStore(connection)
  const journal = createJournal(connection, createEventSealer(vault).open)
  const audit = createAuditStore(connection)
  const opinion = secondOpinionFrom(outsideSettingsFile(parts.config.dataDir), ({ kind, message }) => process.emitWarning(`${kind}: ${message}`, 'OutsideKnowledge'))
  const matching = createMatchService({ needs, teams, achievements, organisations, search, verdicts, weightBook, platforms, parks, opinion })
  const plans = createPlanStore(connection)
  const savedSearches = createSavedSearchStore(connection)
  return {
    ...parts,
    connection,
    organisations,
    people,
    ...createAccountSecurity(connection, { ...parts, people, organisations }),
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
    sealedFacts: createSealedFacts({ bids, intake, vault, clock: parts.clock }),
    scoreSheets,
    results,
    rankingFor: async (need: Need): Promise<Ranking> => (await results(need)).ranking,
    ...region,
    blobs,
    bidFiles: createSealedFiles(blobs, { vault, incidents }),
    policies,
    policyNotices,
    policyProposals: createPolicyProposalStore(connection),
    journal,
    personalData: createPersonalDataStore(connection, { sealedRows, bids }),
    sealedRows,
    erasures: createErasureStore(connection),
    achievements,
    teams,
    verdicts,
    weightBook,
    matching,
    plans,
    planning: createPlanService({ needs, teams, matching, verdicts, plans }),
    imports,
    importing: createImportService({ connection, imports, needs, achievements, organisations, regionNames }),
    search,
    savedSearches,
    questions: createQuestionStore(connection),
    follows: createFollowStore(connection),
    experts: createExpertInvitationStore(connection),
    reminders: createReminderStore(connection),
    audit,
    ...sealing,
    notices: sealedNotices(createNoticeStore(connection), vault),
    digests: createDigestStore(connection),
    digestSections: createDigestSections({
      needs, policies, policyNotices, teams, achievements, organisations, verdicts, search, journal, matching, regionNames, logHead, weightBook, bulkMatching: createBulkMatching(),
      furtherSources: [savedSearchSource({ savedSearches, search, regionNames })],
    }),
    outboxStore,
    outbox: createOutbox(outboxStore, parts.clock),
  }
}

/** What keeps bids closed until two people open them, and shows afterwards that nothing was changed. */
function createSealing(connection: Connection, config: Config) {
  const keys = createKeyStore(connection)
  const vault = createKeyVault(keys, masterKeyOf(sealSecretOf(config)))
  /** The Merkle log over the audit trail. */
  const log = createLogStore(connection)
  return {
    keys,
    vault,
    incidents: createIncidents(),
    auditSealer: createAuditSealer(vault),
    log,
    /** Newest signed head of the log, for digests and pages; undefined before the first. */
    logHead: () => latestHead({ log }),
  }
}

function createRegion(connection: Connection, search: SearchIndex) {
  const parks = createParkStore(connection)
  const tracks = createTrackStore(connection)
  return {
    parks,
    tracks,
    platforms: createPlatformStore(connection),
    regionNames: createRegionNames({ parks, tracks }),
    regionCounts: createRegionCounts(search),
  }
}

/** Collections whose documents carry events for the relay; of two events at the same moment the earlier source comes first. */
export const SOURCES = ['organisations', 'people', 'second_factors', 'registrations', 'erasure_requests', 'needs', 'bids', 'questions', 'experts', 'achievements', 'teams', 'parks', 'tracks', 'policy_proposals', 'policies', 'policy_notices', 'imports', 'verdicts', 'match-weights', 'invitation-plans'] as const
