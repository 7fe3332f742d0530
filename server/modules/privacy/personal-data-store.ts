import type { Connection } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import { type Holding, HOLDINGS } from './personal-data.ts'
import type { BidFacts } from '../bids/bid.ts'
import type { BidStore } from '../bids/bid-store.ts'
import { NO_TIME } from '../sealing/sealed-tag.ts'
import type { SealedRowsStore } from './sealed-rows-store.ts'

export interface Whose { id: string; email: string }
type Row = Record<string, unknown>

/** Reaches into every collection by the table of holdings, past the stores that know only their own. */
export interface PersonalDataStore {
  /** Collection → what it holds about this person. */
  export(whose: Whose): Promise<Record<string, Row[]>>
  /** Removes the rows that have no use without the person. */
  deleteRows(whose: Whose): Promise<void>
  /** Deletes rows whose date is before a moment; returns how many. */
  deleteBefore(collection: string, field: string, before: Date, condition?: Row): Promise<number>
}

interface Parts { sealedRows: SealedRowsStore; bids: Pick<BidStore, 'all'> }

export function createPersonalDataStore(connection: Connection, { sealedRows, bids }: Parts): PersonalDataStore {
  const rowsOf = (collection: string) => connection.collection<Row & { _id: string }>(collection)
  const filterFor = ({ whose }: Holding, { id, email }: Whose) => ({ $or: whose.map(({ field, by }) => ({ [field]: by === 'id' ? id : email })) })

  async function held(holding: Holding, whose: Whose): Promise<Row[]> {
    const projection = Object.fromEntries(['_id', ...holding.exported].map((field) => [field, 1]))
    const found = await rowsOf(holding.collection).find(filterFor(holding, whose) as never, { projection }).toArray()
    return [...found.map((row) => onlyOwn(row, holding, whose.id)), ...(await sealed(holding, whose.id))]
  }

  /** What is sealed is theirs as well, and opened for them alone. */
  async function sealed({ collection, exported }: Holding, person: string): Promise<Row[]> {
    const pick = (row: Row): Row => Object.fromEntries(['_id', ...exported].flatMap((field) => (field in row ? [[field, row[field]]] : [])))
    if (collection === 'notices' || collection === 'outbox') return (await sealedRows.ofPerson(collection, person)).map(pick)
    return collection === 'bids' ? (await bids.all()).filter(({ bidder }) => bidder === person).map(bidRow) : []
  }

  return {
    async export(whose) {
      const all = await Promise.all(HOLDINGS.map(async (holding) => [holding.collection, await held(holding, whose)] as const))
      return Object.fromEntries(all)
    },
    async deleteRows(whose) {
      for (const holding of HOLDINGS.filter(({ fate }) => fate === 'deleted')) {
        await rowsOf(holding.collection).deleteMany(filterFor(holding, whose) as never, { writeConcern: FLUSHED })
      }
      await sealedRows.deleteOf(whose.id)
    },
    async deleteBefore(collection, field, before, condition = {}) {
      // Sealed rows show no time (sealed-tag.ts): that they look old says nothing. They age in their own store.
      const filter = { ...condition, [field]: { $lt: before, $gt: NO_TIME, $type: 'date' } }
      return (await rowsOf(collection).deleteMany(filter as never, { writeConcern: FLUSHED })).deletedCount
    },
  }
}

const bidRow = ({ id, need, status, receipt }: BidFacts): Row => ({ _id: id, need, status, receipt: receipt && { at: receipt.at, hash: receipt.hash } })

/** Other people's objections and seats are none of theirs. */
function onlyOwn(row: Row, { ownParts = {} }: Holding, id: string): Row {
  const parts = Object.entries(ownParts).map(([list, field]) => [list, (Array.isArray(row[list]) ? (row[list] as Row[]) : []).filter((one) => one[field] === id)])
  return { ...row, ...Object.fromEntries(parts) }
}
