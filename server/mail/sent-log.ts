import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../kernel/ids.ts'

/**
 * Ids of messages that the other side has taken and the database has yet to hear of: a line in a file is written in the
 * moment between two messages, a database takes longer. A process that was killed leaves its lines to the next one on
 * this machine; where that never comes, the few messages go out a second time under their old Message-ID.
 */
export interface SentLog {
  /** Returns when the operating system has it: it outlives the process, though not a power cut. */
  note(id: string): void
  /** Everything noted and not forgotten, also by those who died. */
  noted(): string[]
  forget(): void
}

const EXTENSION = '.sent'

export function createSentLog(folder: string): SentLog {
  const own = join(folder, `${newId()}${EXTENSION}`)
  const note = (id: string): void => { appendFileSync(own, `${id}\n`, { mode: 0o600 }) }
  return {
    note(id) {
      try {
        note(id)
      } catch (error) {
        if (!isMissing(error)) throw error
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        note(id)
      }
    },
    noted: () => all(folder).flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1)),
    forget() {
      for (const file of all(folder)) rmSync(file, { force: true })
    },
  }
}

const isMissing = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT'

function all(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(EXTENSION)).map((file) => join(folder, file))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
