import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { BidFile } from './bid.ts'

export const MAX_BID_FILES = 8
export type BidFilesRefusal = 'too-many-files' | 'no-such-file'

/** What becomes of the files of a bid; whether the bid may change at all is for the bid to say. */
export type FilesRule = (files: readonly BidFile[]) => Outcome<BidFile[], BidFilesRefusal>

export const withFile = (file: BidFile): FilesRule => (files) =>
  files.length < MAX_BID_FILES ? done([...files, file]) : refused('too-many-files', { content: 'refusal.too-many-files' })

export const withoutFile = (id: string): FilesRule => (files) => {
  const left = files.filter((file) => file.id !== id)
  return left.length < files.length ? done(left) : refused('no-such-file')
}
