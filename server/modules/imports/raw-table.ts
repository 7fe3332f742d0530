/** A file as rows of text cells, before anybody asks what they mean. */
export interface RawTable {
  /** As the file calls them. */
  columns: string[]
  rows: RawRow[]
  /** Decoded from GBK, which the reader should be told: a wrong guess would show as garbled text. */
  decodedFrom?: 'gb18030'
}

export interface RawRow {
  /** Where the row begins in the file, counted from 1. */
  line: number
  /** Column → cell, trimmed; empty cells are left out. */
  cells: Record<string, string>
  /** Catalogue key of why the row could not be read at all. */
  fault?: string
}

export const MAX_FILE_BYTES = 20 * 1024 * 1024
export const MAX_ROWS = 50_000

export const FILE_FAULTS = ['import-type', 'import-too-large', 'import-too-many-rows', 'import-unreadable', 'import-encoding', 'import-empty'] as const
export type FileFault = (typeof FILE_FAULTS)[number]

/** The file as a whole is of no use; nothing of it is kept. */
export class UnusableFile extends Error {
  readonly fault: FileFault

  constructor(fault: FileFault) {
    super(fault)
    this.fault = fault
  }
}

export function rowOf(line: number, columns: readonly string[], values: readonly string[]): RawRow {
  const cells = columns.flatMap((column, i) => {
    const value = values[i]?.trim() ?? ''
    return column === '' || value === '' ? [] : [[column, value] as const]
  })
  const surplus = values.slice(columns.length).some((value) => value.trim() !== '')
  return { line, cells: Object.fromEntries(cells), ...(surplus ? { fault: 'imports.fault.surplus' } : {}) }
}

export const isBlank = (row: RawRow): boolean => Object.keys(row.cells).length === 0 && !row.fault
