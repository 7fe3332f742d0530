/** What happens to a row when its person is erased. `kept`: it says nothing of the person but an id, which is then a pseudonym. */
export type Fate = 'deleted' | 'emptied' | 'kept'

/** Where something about a person is held. */
export interface Holding {
  collection: string
  /** Fields that say whose a row is: by the person's id, or by their address. */
  whose: readonly { field: string; by: 'id' | 'email' }[]
  /** What the person gets in their copy; secrets and hashes are of use to nobody else's program. */
  exported: readonly string[]
  /** Lists of which only the person's own entries are theirs, by the field with the id. */
  ownParts?: Readonly<Record<string, string>>
  fate: Fate
}

const byId = (...fields: string[]) => fields.map((field) => ({ field, by: 'id' as const }))

/**
 * Everything held about a person, collection by collection. The privacy notice prints it, the copy and the erasure go by it;
 * whoever adds a place adds a row.
 */
export const HOLDINGS: readonly Holding[] = [
  { collection: 'people', whose: byId('_id'), exported: ['email', 'name', 'organisation', 'membership', 'roles', 'roleProposal', 'preferences', 'active', 'noticeShown'], fate: 'emptied' },
  { collection: 'second_factors', whose: byId('_id'), exported: ['enrolledAt'], fate: 'emptied' },
  { collection: 'sessions', whose: byId('person'), exported: ['device', 'startedAt', 'lastUsedAt', 'endsAt', 'twoFactor'], fate: 'deleted' },
  {
    collection: 'registrations', whose: [...byId('_id'), { field: 'email', by: 'email' }],
    exported: ['kind', 'email', 'name', 'organisation', 'roles', 'status', 'endsAt'], fate: 'deleted',
  },
  { collection: 'reset_requests', whose: [{ field: 'email', by: 'email' }], exported: ['email', 'at'], fate: 'deleted' },
  { collection: 'notices', whose: byId('person'), exported: ['event', 'need', 'at', 'facts', 'readAt'], fate: 'deleted' },
  { collection: 'digests', whose: byId('person'), exported: ['period', 'needs', 'at'], fate: 'deleted' },
  { collection: 'outbox', whose: byId('to'), exported: ['template', 'state', 'queuedAt', 'settledAt'], fate: 'deleted' },
  { collection: 'erasure_requests', whose: byId('person'), exported: ['state', 'also', 'askedAt', 'decidedAt', 'reason'], fate: 'emptied' },
  { collection: 'teams', whose: byId('lead', 'members'), exported: ['name', 'profile', 'keywords', 'tracks', 'district', 'capacity'], fate: 'emptied' },
  {
    collection: 'needs', whose: byId('createdBy', 'panel.person', 'objections.person', 'opening.person'), exported: ['number', 'status', 'objections', 'panel'],
    ownParts: { objections: 'person', panel: 'person' }, fate: 'emptied',
  },
  { collection: 'bids', whose: byId('bidder'), exported: ['need', 'status', 'receipt.at', 'receipt.hash'], fate: 'kept' },
  { collection: 'questions', whose: byId('asker'), exported: ['need', 'text', 'shown', 'status', 'answer', 'reason', 'askedAt'], fate: 'emptied' },
  { collection: 'follows', whose: byId('person'), exported: ['need', 'at'], fate: 'deleted' },
  { collection: 'experts', whose: byId('referrer', 'person'), exported: ['need', 'status', 'endsAt'], fate: 'emptied' },
  { collection: 'scoresheets', whose: byId('reviewer'), exported: ['need', 'marks', 'final', 'handedInAt'], fate: 'emptied' },
  { collection: 'verdicts', whose: byId('by'), exported: ['need', 'subject', 'kind', 'reason'], fate: 'emptied' },
  { collection: 'imports', whose: byId('by'), exported: ['kind', 'fileName', 'startedAt', 'status'], fate: 'kept' },
  { collection: 'policy_proposals', whose: byId('proposedBy', 'decidedBy'), exported: ['pack', 'base', 'state', 'proposedAt'], fate: 'kept' },
  { collection: 'journal', whose: byId('by', 'subject'), exported: ['type', 'at', 'source', 'subject'], fate: 'kept' },
  { collection: 'audit', whose: byId('by', 'subject'), exported: ['type', 'at', 'source', 'subject'], fate: 'kept' },
]

/** How long what is kept, and why. Days; `null` for as long as the thing it belongs to. `ttl`: the database removes it by itself. */
export interface Retention { what: string; days: number | null; how: 'ttl' | 'chore' | 'with-account' | 'operator' | 'archive' }

export const RETENTION: readonly Retention[] = [
  { what: 'account', days: null, how: 'with-account' },
  { what: 'sessions', days: 0.5, how: 'ttl' },
  { what: 'registrations', days: 8, how: 'ttl' },
  { what: 'attempts', days: 1, how: 'ttl' },
  { what: 'outbox', days: 180, how: 'chore' },
  { what: 'notices', days: 365, how: 'chore' },
  { what: 'digests', days: 365, how: 'chore' },
  { what: 'erasures', days: 1095, how: 'chore' },
  { what: 'audit', days: null, how: 'archive' },
  { what: 'logs', days: 180, how: 'operator' },
]

/** Of the notice as it reads now: who signs up has been shown this one. */
export const NOTICE_VERSION = '2026-11'
