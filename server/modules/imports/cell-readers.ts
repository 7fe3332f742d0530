import { YUAN_PER_WAN } from '../../kernel/money.ts'

/** A cell's meaning, or the catalogue key of what is wrong with it. */
export type Read<T> = { value: T } | { fault: string }
export type CellReader = (cell: string, region: ImportRegion) => Read<unknown>

/** Id of what a name in the file means; the names of both languages and the ids themselves are known. */
export interface ImportRegion {
  track(name: string): string | undefined
  park(name: string): string | undefined
  organisation(name: string): string | undefined
}

const fault = (name: string): { fault: string } => ({ fault: `imports.fault.${name}` })

export const text = (max: number): CellReader => (cell) => (cell.length > max ? fault('tooLong') : { value: cell })

const SEPARATORS = /[,，;；、|\n]+/
export const listOf = (cell: string): string[] => [...new Set(cell.split(SEPARATORS).map((one) => one.trim()).filter(Boolean))]

export const keywords: CellReader = (cell) => {
  const found = listOf(cell)
  return found.length > 20 || found.some((one) => one.length > 60) ? fault('tooLong') : { value: found }
}

export const tracks: CellReader = (cell, region) => {
  const found = listOf(cell).map((name) => region.track(name))
  return found.some((id) => id === undefined) ? fault('track') : { value: [...new Set(found)].slice(0, 6) }
}

export const park: CellReader = (cell, region) => known(region.park(cell), 'park')
export const organisation: CellReader = (cell, region) => known(region.organisation(cell), 'organisation')

const known = (id: string | undefined, name: string): Read<string> => (id === undefined ? fault(name) : { value: id })

/** `6`, `TRL6`, `6级`. */
export const readiness: CellReader = (cell) => {
  const [, level] = /^(?:trl)?\s*([1-9])\s*级?$/i.exec(cell.normalize('NFKC')) ?? []
  return level ? { value: Number(level) } : fault('readiness')
}

const OPEN_PRICE = /^(面议|待定|negotiable|tbd|-|—)$/i

/** An amount in 万元 as whole yuan; nothing for 面议. */
export const amountInWan: CellReader = (cell) => {
  const plain = cell.normalize('NFKC').replaceAll(/[,\s]/g, '').replace(/(万元|万)$/, '')
  if (OPEN_PRICE.test(plain)) return { value: null }
  const yuan = Math.round(Number(plain) * YUAN_PER_WAN)
  return plain !== '' && Number.isSafeInteger(yuan) && yuan >= 0 && yuan <= 1e11 ? { value: yuan } : fault('amount')
}

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/
const CITY_OFFSET_HOURS = 8

/** The end of a civil day in the city, as competitions close. */
export const lastDay: CellReader = (cell) => {
  const [, year, month, day] = (DAY.exec(cell.normalize('NFKC').trim()) ?? []).map(Number)
  if (!year || !month || !day) return fault('date')
  const midnight = new Date(Date.UTC(year, month - 1, day))
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return fault('date')
  return { value: new Date(Date.UTC(year, month - 1, day, 23 - CITY_OFFSET_HOURS, 59, 59)) }
}

/** One of a few words, in either language or as the code itself. */
export const oneOf = (words: Record<string, readonly string[]>): CellReader => (cell) => {
  const wanted = cell.normalize('NFKC').toLowerCase()
  const found = Object.entries(words).find(([code, names]) => code === wanted || names.includes(wanted))
  return found ? { value: found[0] } : fault('choice')
}

/** Titles whose words stand apart (`模型 修正`): gaps between Han characters are no part of the title. */
export const tokens = (max: number): CellReader => (cell, region) =>
  text(max)(cell.replaceAll(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, ''), region)
