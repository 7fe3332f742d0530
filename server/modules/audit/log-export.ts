import type { LogEntry } from './log-entry.ts'
import type { SignedHead } from './signed-head.ts'

export const EXPORT_FORMAT = 'jiebang-log-1'

/** The first line of an export. */
export interface ExportHeader { format: typeof EXPORT_FORMAT; publicKey: string; heads: SignedHead[] }

/** Every further line, in the order of the log. Without an entry: nobody may look into it yet, or any more. */
export interface ExportLine { place: number; leaf: string; entry?: LogEntry }
