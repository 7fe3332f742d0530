import { createHmac } from 'node:crypto'

const MARK = 'sealed:'

/** Stands for a value in the database, where the value itself would tell too much. */
export const sealedTag = (key: Buffer, kind: string, value: string): string =>
  MARK + createHmac('sha256', key).update(JSON.stringify([kind, value])).digest('base64url').slice(0, 32)

export const isSealedTag = (value: string): boolean => value.startsWith(MARK)

/** Filter for ids: everything that begins with the mark. */
export const sealedTagRange = { $gte: MARK, $lt: `${MARK.slice(0, -1)};` } as const

/** In the place of every date of a sealed row: rows made by one decision would be known by their time. */
export const NO_TIME = new Date(0)
