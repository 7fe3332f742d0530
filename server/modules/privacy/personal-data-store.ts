import type { Connection } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import { type Holding, HOLDINGS } from './personal-data.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import { openedNotice } from '../sealing/sealed-notices.ts'
import { NO_TIME, sealedTag } from '../sealing/sealed-tag.ts'

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

export function createPersonalDataStore(connection: Connection, vault: Pick<KeyVault, 'workKeys'>): PersonalDataStore {
  const rowsOf = (collection: string) => connection.collection<Row & { _id: string }>(collection)
  const filterFor = ({ whose }: Holding, { id, email }: Whose) => ({ $or: whose.map(({ field, by }) => ({ [field]: by === 'id' ? id : email })) })
  /** Notices about bids and questions stand under a tag in the person's place. */
  const tagFor = async (id: string): Promise<string> => sealedTag((await vault.workKeys()).notices, 'person', id)

  async function held(holding: Holding, whose: Whose): Promise<Row[]> {
    const projection = Object.fromEntries(['_id', ...holding.exported].map((field) => [field, 1]))
    const found = await rowsOf(holding.collection).find(filterFor(holding, whose) as never, { projection }).toArray()
    const sealed = holding.collection === 'notices' ? await sealedNotices(holding, whose.id) : []
    return [...found.map((row) => onlyOwn(row, holding, whose.id)), ...sealed]
  }

  async function sealedNotices({ exported }: Holding, id: string): Promise<Row[]> {
    const [key, rows] = [(await vault.workKeys()).notices, await rowsOf('notices').find({ person: await tagFor(id) }).toArray()]
    const opened = rows.flatMap(({ _id, ...row }) => openedNotice(key, { id: _id, ...row } as never) ?? [])
    return opened.map((notice) => Object.fromEntries(['id', ...exported].map((field) => [field === 'id' ? '_id' : field, notice[field as keyof typeof notice]])))
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
      await rowsOf('notices').deleteMany({ person: await tagFor(whose.id) }, { writeConcern: FLUSHED })
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
