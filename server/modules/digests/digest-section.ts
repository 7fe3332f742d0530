import type { Words } from '../../kernel/words.ts'
import type { Recipient } from '../../mail/mailer-parts.ts'
import type { Person } from '../accounts/person.ts'
import type { DigestTopic } from '../accounts/preferences.ts'
import type { DigestItem } from './digest.ts'

/** Somebody whose turn it is, and what they know already. */
export interface DigestReader {
  person: Person
  /** Place in the journal up to which this topic was looked at; null for a first digest. */
  after: number | null
  /** Keys of this topic's items they were told. */
  told: ReadonlySet<string>
}

/** One item as its reader may see it now, in their language. */
export interface ShownItem {
  title: string
  /** Path on this site. */
  path: string
  facts: string
  /** Why it is here, in one sentence. */
  why: string
  pairs: { need: string; achievement: string }[]
}

export interface DigestSection {
  topic: DigestTopic
  /** Path of the page that shows everything of this kind. */
  place: string
  /** What each reader (by person) could be told, best first. Changes nothing. Called for many at once. */
  choose(readers: readonly DigestReader[], now: Date): Promise<ReadonlyMap<string, readonly DigestItem[]>>
  /** Adds to the few that were chosen what takes time to find out. */
  explain?(items: readonly DigestItem[]): Promise<DigestItem[]>
  /** Permissions asked again; what is over or no longer theirs to see is left out. */
  show(items: readonly DigestItem[], to: Recipient, words: Words, now: Date): Promise<ShownItem[]>
  /** A line under the items. */
  foot?(words: Words): Promise<string>
}
