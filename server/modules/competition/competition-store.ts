import { type Connection, Schema, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, type Around, createAggregateStore, FLUSHED, PLAIN } from '../../store/aggregate-store.ts'
import { type Need, type NeedStatus, PUBLIC_STATUSES } from './need.ts'

const part = (definition: object): Schema => new Schema(definition as never, PLAIN)

const content = part({
  title: String, summary: String, background: String, constraints: String, bidderConditions: String, annex: String,
  indicators: [part({ name: String, comparator: String, value: String, unit: String })],
  criteria: [part({ id: String, name: String, weight: Number })],
  attachments: [part({ id: String, name: String, type: { type: String }, bytes: Number })],
  trlNow: Number, trlWanted: Number, ipTerms: String, park: String, tracks: [String], keywords: [String],
  funding: part({ kind: String, amount: Number }), deadline: Date,
})

const amendable = {
  summary: String, background: String, constraints: String, bidderConditions: String, trlNow: Number, trlWanted: Number,
  indicators: [part({ name: String, comparator: String, value: String, unit: String })],
}

const award = part({
  ranking: [part({ bid: String, organisation: String, rank: Number, total: Number, feedback: String })],
  winner: String, winnerOrganisation: String, reason: String, proposedBy: String, firstConfirmedBy: String, confirmedBy: String, publicityEnds: Date,
  declined: [String],
})

const contract = part({
  category: String, amount: Number, terms: String, draftedBy: String, registration: String,
  signatures: [part({ side: String, person: String, at: Date })],
})

const needSchema = aggregateSchema({
  number: { type: String, unique: true }, organisation: { type: String, index: true }, createdBy: String, submittedBy: String,
  content, contentVersion: Number, status: String, entered: Schema.Types.Mixed,
  policy: part({ id: String, version: Number }),
  remarks: [part({ field: String, text: String })], reason: String, publishAt: Date,
  withdrawalRequest: part({ by: String, reason: String, at: Date }),
  amendment: part({ by: String, at: Date, content: part(amendable), deadline: Date, reason: String, question: String }),
  history: [part({
    version: Number, at: Date, reason: String, question: String,
    // A part with a schema would be filled up with the lists that did not change.
    before: Schema.Types.Mixed, after: Schema.Types.Mixed,
  })],
  opening: [part({ side: String, person: String, at: Date })],
  minutes: part({ at: Date, by: [String], receipts: [String] }), receiptsRoot: String,
  panel: [part({ person: String, organisation: String, conflict: String, reason: String, submitted: Boolean })],
  award, contract, signingEnds: Date, due: part({ what: String, at: Date }), source: String,
  objections: [part({
    id: String, person: String, organisation: String, realName: String, text: String, filedAt: Date, status: String,
    answer: String, decidedBy: String,
  })],
})
needSchema.index({ status: 1, 'content.deadline': 1, _id: 1 })
needSchema.index({ 'due.at': 1 })
needSchema.index({ 'panel.person': 1 })
needSchema.index({ 'minutes.receipts': 1 })
needSchema.index({ 'award.winnerOrganisation': 1 })
needSchema.index({ source: 1 }, { unique: true, partialFilterExpression: { source: { $type: 'string' } } })

export interface NeedStore extends AggregateStore<Need> {
  /** Needs in these states, soonest deadline first. */
  inStatus(statuses: readonly NeedStatus[], options?: { limit?: number; skip?: number }): Promise<Need[]>
  /** Ids of the published needs that have been so since then. */
  publishedSince(since: Date): Promise<string[]>
  ofOrganisation(organisation: string): Promise<Need[]>
  reviewedBy(person: string): Promise<Need[]>
  /** Under contract with one of these organisations, or about to be. */
  wonBy(organisations: readonly string[]): Promise<Need[]>
  /** What the clock has to act on, the most overdue first. */
  dueBy(now: Date, limit: number): Promise<Need[]>
  withSource(sources: readonly string[]): Promise<Need[]>
  /** Every need strangers may ever have seen, in the order of ids, starting after one: pages through all of them. */
  publicAfter(id: string, limit: number): Promise<Need[]>
  /** What the public list falls back on without an index: soonest deadline first. Empty lists are no condition. */
  publicPage(wanted: { statuses: readonly string[]; tracks: readonly string[]; parks: readonly string[] }, skip: number, limit: number): Promise<{ found: Need[]; total: number }>
  /** The next number of the year: `NT-2026-0001`. */
  nextNumber(year: number): Promise<string>
  /** So many at once, for imports. */
  nextNumbers(year: number, count: number): Promise<string[]>
  /** Numbers up to this one are given already; the next one is higher. */
  reserveNumber(year: number, serial: number): Promise<void>
}

export const needNumber = (year: number, serial: number): string => `NT-${year}-${String(serial).padStart(4, '0')}`

const oneOf = (values: readonly string[]) => trusted({ $in: [...values] })

export function createNeedStore(connection: Connection, around: Around<Need> = {}): NeedStore {
  const base = createAggregateStore<Need>(connection, 'needs', needSchema, around)
  const rows = connection.collection<{ _id: string }>('needs')
  const counters = connection.collection<{ _id: string; last: number }>('counters')

  async function nextNumbers(year: number, count: number): Promise<string[]> {
    if (count === 0) return []
    const found = await counters.findOneAndUpdate({ _id: `need-${year}` }, { $inc: { last: count } }, { upsert: true, returnDocument: 'after' })
    const last = found?.last ?? count
    return Array.from({ length: count }, (_, i) => needNumber(year, last - count + 1 + i))
  }

  return {
    ...base,
    inStatus: (statuses, options = {}) =>
      base.list({ status: trusted({ $in: [...statuses] }) }, { sort: { 'content.deadline': 1, _id: 1 }, ...options }),
    async publishedSince(since) {
      const recent = { status: 'published', 'entered.published': { $gte: since } }
      return (await rows.find(recent, { projection: { _id: 1 } }).toArray()).map((row) => row._id)
    },
    ofOrganisation: (organisation) => base.list({ organisation }, { sort: { _id: -1 } }),
    reviewedBy: (person) => base.list({ 'panel.person': person }, { sort: { 'content.deadline': -1, _id: 1 } }),
    publicAfter: (id, limit) => base.list({ _id: trusted({ $gt: id }), status: oneOf([...PUBLIC_STATUSES, 'withdrawn']) }, { limit }),
    async publicPage({ statuses, tracks, parks }, skip, limit) {
      const filter = {
        status: oneOf(statuses.length > 0 ? statuses : PUBLIC_STATUSES),
        ...(tracks.length > 0 ? { 'content.tracks': oneOf(tracks) } : {}), ...(parks.length > 0 ? { 'content.park': oneOf(parks) } : {}),
      }
      const inOrder = { sort: { 'content.deadline': 1, _id: 1 }, skip, limit } as const
      const [found, total] = await Promise.all([base.list(filter, inOrder), base.count(filter)])
      return { found, total }
    },
    wonBy: (organisations) => base.list({ 'award.winnerOrganisation': oneOf(organisations), status: 'contracting' }),
    dueBy: (now, limit) => base.list({ 'due.at': trusted({ $lte: now }) }, { sort: { 'due.at': 1, _id: 1 }, limit }),
    withSource: (sources) => base.list({ source: trusted({ $in: [...sources] }) }),
    nextNumber: async (year) => (await nextNumbers(year, 1))[0] ?? '',
    nextNumbers,
    async reserveNumber(year, serial) {
      await counters.updateOne({ _id: `need-${year}` }, { $max: { last: serial } }, { upsert: true, writeConcern: FLUSHED })
    },
  }
}
