import type { Connection } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import { type Holding, HOLDINGS } from './personal-data.ts'
import { NO_TIME } from '../sealing/sealed-tag.ts'

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

export function createPersonalDataStore(connection: Connection): PersonalDataStore {
  const rowsOf = (collection: string) => connection.collection<Row & { _id: string }>(collection)
  const filterFor = ({ whose }: Holding, { id, email }: Whose) => ({ $or: whose.map(({ field, by }) => ({ [field]: by === 'id' ? id : email })) })

  async function held(holding: Holding, whose: Whose): Promise<Row[]> {
    const projection = Object.fromEntries(['_id', ...holding.exported].map((field) => [field, 1]))
    const found = await rowsOf(holding.collection).find(filterFor(holding, whose) as never, { projection }).toArray()
    return found.map((row) => onlyOwn(row, holding, whose.id))
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
    },
    async deleteBefore(collection, field, before, condition = {}) {
      // Sealed rows show no time (sealed-tag.ts): that they look old says nothing, and mail still needs them.
      const filter = { ...condition, [field]: { $lt: before, $gt: NO_TIME, $type: 'date' } }
      return (await rowsOf(collection).deleteMany(filter as never, { writeConcern: FLUSHED })).deletedCount
    },
  }
}

/** Other people's objections and seats are none of theirs. */
function onlyOwn(row: Row, { ownParts = {} }: Holding, id: string): Row {
  const parts = Object.entries(ownParts).map(([list, field]) => [list, (Array.isArray(row[list]) ? (row[list] as Row[]) : []).filter((one) => one[field] === id)])
  return { ...row, ...Object.fromEntries(parts) }
}
