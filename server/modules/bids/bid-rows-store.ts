import { type Connection, Schema, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore, PLAIN } from '../../store/aggregate-store.ts'
import type { Incidents } from '../sealing/incidents.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import type { BidFacts } from './bid.ts'
import { type BidTags, freeSlot, SLOTS, type TagKind, tagFor, tagsFrom } from './bid-tags.ts'
import type { BidCodec, SealedBid } from './sealed-bid.ts'

export interface TaggedRow extends SealedBid { tags: BidTags }
export interface ReadRow { row: TaggedRow; facts: BidFacts }

/** Sealed rows, found by their tags, with the facts in them. */
export interface BidRows {
  base: AggregateStore<TaggedRow>
  factsOf(row: SealedBid): Promise<BidFacts | undefined>
  /** Rows whose facts say what their tag says, in the order of ids; `damaged`: ids of the others. */
  belonging(kind: TagKind, value: string): Promise<{ sound: ReadRow[]; damaged: string[] }>
  /** The tag of a slot that nobody has taken yet. */
  freeTag(kind: TagKind, value: string): Promise<string>
}

const bidSchema = aggregateSchema({
  facts: String, content: String, keys: new Schema({ need: String, owner: String }, PLAIN),
  tags: new Schema({
    once: { type: String, unique: true }, need: { type: String, unique: true }, organisation: { type: String, unique: true },
  }, PLAIN),
})

export function createBidRows(connection: Connection, codec: BidCodec, { vault, incidents }: { vault: KeyVault; incidents: Incidents }): BidRows {
  const base = createAggregateStore<TaggedRow>(connection, 'bids', bidSchema)
  const raw = connection.collection<{ tags: BidTags }>('bids')

  async function rowsOf(kind: TagKind, value: string): Promise<TaggedRow[]> {
    const { tags: key } = await vault.workKeys()
    const found: TaggedRow[] = []
    for (let start = 0; ; start += SLOTS) {
      const rows = await base.list({ [`tags.${kind}`]: trusted({ $in: tagsFrom(key, kind, value, start) }) })
      found.push(...rows)
      if (rows.length === 0) return found.sort((a, b) => (a.id < b.id ? -1 : 1))
    }
  }

  async function factsOf(row: SealedBid): Promise<BidFacts | undefined> {
    const facts = await codec.facts(row)
    if (!facts) incidents.report({ row: row.id, what: 'facts' })
    return facts
  }

  return {
    base,
    factsOf,
    async belonging(kind, value) {
      const read = await Promise.all((await rowsOf(kind, value)).map(async (row) => ({ row, facts: await factsOf(row) })))
      for (const { row, facts } of read) if (facts && facts[kind] !== value) incidents.report({ row: row.id, what: 'tag' })
      const sound = read.flatMap(({ row, facts }) => (facts?.[kind] === value ? [{ row, facts }] : []))
      return { sound, damaged: read.filter(({ facts }) => facts?.[kind] !== value).map(({ row }) => row.id) }
    },
    async freeTag(kind, value) {
      const { tags: key } = await vault.workKeys()
      const taken = new Set<number>()
      for (let start = 0; ; start += SLOTS) {
        const wanted = tagsFrom(key, kind, value, start)
        const found = await raw.find({ [`tags.${kind}`]: { $in: wanted } }, { projection: { [`tags.${kind}`]: 1 } }).toArray()
        for (const { tags } of found) taken.add(start + wanted.indexOf(tags[kind]))
        if (found.length === 0) return tagFor(key, kind, value, freeSlot(taken))
      }
    },
  }
}
