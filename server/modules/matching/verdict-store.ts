import { type Connection, Schema, trusted } from 'mongoose'
import { type Aggregate, record } from '../../kernel/events.ts'
import { type Actor, hasRole, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import type { JudgedMatch } from './learned-weights.ts'
import type { ScoreParts, Verdict } from './match-types.ts'

/** What one side said about a pair: the staff, or the team itself. `kind` null takes it back. */
export interface VerdictRecord extends Aggregate {
  need: string
  subject: string
  side: 'staff' | 'team'
  kind: Verdict['kind'] | null
  reason: string
  by: string
  /** Absent where nobody looked at this pair in a ranking: a plan approved as a whole, an achievement. */
  basis?: JudgedBasis | null
}

/** How a pair stood when it was judged, before any verdict: what weights learn from and precision is counted on. */
export interface JudgedBasis {
  at: Date
  parts: ScoreParts
  /** Ids of the five teams ranked first, whatever had been said about them. */
  first: string[]
  /** Version of the weights that ranked them. */
  weights: string
}

export type VerdictRefusal = 'not-staff' | 'not-own-team' | 'reason-missing'

type Basis = Omit<JudgedBasis, 'at'>

export interface Saying { kind: Verdict['kind'] | null; reason: string }

/** Staff approve, pin or veto a match; a veto needs a reason that can be read later. */
export function judgeMatch(before: VerdictRecord, saying: Saying, actor: Actor, now: Date, basis?: Basis): Outcome<VerdictRecord, VerdictRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (saying.kind === 'veto' && saying.reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(said(before, saying, actor, now, basis))
}

/** "Not for me, because…": the team turns a need down before bidding; it is not shown again. */
export function declineMatch(
  before: VerdictRecord, team: { members: readonly string[] }, saying: Saying, actor: Actor, now: Date, basis?: Basis,
): Outcome<VerdictRecord, VerdictRefusal> {
  if (!hasRole(actor, 'researcher') || !team.members.includes(actor.id)) return refused('not-own-team')
  return done(said(before, saying, actor, now, basis))
}

function said(before: VerdictRecord, { kind, reason }: Saying, actor: Actor, now: Date, basis?: Basis): VerdictRecord {
  const decision = { type: kind ? `match-${kind}` : 'match-cleared', by: actor.id, at: now, data: { need: before.need, subject: before.subject, reason } }
  return record(before, { kind, reason, by: actor.id, basis: kind && basis ? { ...basis, at: now } : null }, decision)
}

export const verdictId = (need: string, subject: string, side: VerdictRecord['side']): string => `${need}:${subject}:${side}`

export interface VerdictStore extends AggregateStore<VerdictRecord> {
  /** The record of a pair, blank when nobody has said anything yet. */
  about(need: string, subject: string, side: VerdictRecord['side']): Promise<VerdictRecord>
  /** Writes the first saying or the next one. */
  put(before: VerdictRecord, after: VerdictRecord): Promise<'saved' | 'conflict' | 'duplicate'>
  /** As the ranker takes them. */
  ofNeeds(needs: readonly string[]): Promise<Verdict[]>
  /** What stands and was said of a pair in a ranking, newest first. */
  judged(): Promise<JudgedVerdict[]>
}

/** Years of a busy desk; older judgements say little about today's market. */
const MOST_JUDGED = 5000

export type JudgedVerdict = Omit<VerdictRecord, 'kind' | 'basis'> & { kind: Verdict['kind']; basis: JudgedBasis }

export function createVerdictStore(connection: Connection): VerdictStore {
  const schema = aggregateSchema({
    need: { type: String, index: true }, subject: String, side: String, kind: String, reason: String, by: String, basis: Schema.Types.Mixed,
  })
  schema.index({ 'basis.at': -1 })
  const base = createAggregateStore<VerdictRecord>(connection, 'verdicts', schema)
  return {
    ...base,
    about: async (need, subject, side) =>
      (await base.find(verdictId(need, subject, side))) ??
      { id: verdictId(need, subject, side), need, subject, side, kind: null, reason: '', by: '', revision: 0, events: [] },
    put: (before, after) => (before.revision === 0 ? base.insert(after) : base.save(before, after)),
    async ofNeeds(needs) {
      const found = await base.list({ need: trusted({ $in: [...needs] }) })
      return found.flatMap(({ need, subject, kind, reason }) => (kind ? [{ needId: need, subjectId: subject, kind, reason }] : []))
    },
    async judged() {
      const found = await base.list({ 'basis.at': trusted({ $type: 'date' }) }, { sort: { 'basis.at': -1, _id: 1 }, limit: MOST_JUDGED })
      return found.flatMap((one) => (one.kind && one.basis ? [{ ...one, kind: one.kind, basis: one.basis }] : []))
    },
  }
}

/** The pair as weights learn from it. */
export const lessonPair = ({ kind, basis }: JudgedVerdict): JudgedMatch => ({ kind, parts: basis.parts })
