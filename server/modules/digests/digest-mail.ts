import type { Clock } from '../../kernel/clock.ts'
import type { Locale } from '../../http/page.ts'
import type { MailModels, Recipient } from '../../mail/mailer-parts.ts'
import type { Words } from '../../kernel/words.ts'
import { isPaused, rhythmOf } from '../accounts/preferences.ts'
import { coalesced } from '../../store/coalesced.ts'
import { CITY_ZONE, civilDay, type Digest, type DigestPart } from './digest.ts'
import type { DigestSection, ShownItem } from './digest-section.ts'
import type { DigestStore } from './digest-store.ts'

export interface DigestMailParts {
  digests: DigestStore
  digestSections: readonly DigestSection[]
  words(locale: Locale): Words
  unsubscribeUrl(person: string): string
  preferencesUrl(person: string): string
  clock: Clock
  publicUrl: string
}

interface ShownSection { part: DigestPart; section: DigestSection; items: ShownItem[]; foot: string }

/**
 * The digest as its reader may see it now: without what was closed, withdrawn or declined since it was decided, and
 * without what they have unsubscribed from meanwhile. Nothing left: nothing sent.
 */
export function digestMailModel(parts: DigestMailParts): MailModels[string] {
  const findDigest = coalesced<Digest>((ids) => parts.digests.findMany(ids))
  return async (stored, to) => {
    const digest = await findDigest(String(stored['digest']))
    return digest && digestModel(parts, digest.parts, to)
  }
}

/** What the template prints of these parts; undefined when nothing of them may be said now. */
export async function digestModel(parts: DigestMailParts, said: readonly DigestPart[], to: Recipient): Promise<Record<string, unknown> | undefined> {
  const [now, { preferences, id }] = [parts.clock.now(), to.person]
  if (isPaused(preferences, civilDay(now, preferences.timeZone ?? CITY_ZONE))) return undefined
  const wanted = said.filter((one) => rhythmOf(preferences, one.topic) !== 'off')
  const words = parts.words(to.locale)
  const shown = (await Promise.all(wanted.map((part) => shownOf(parts, part, to, words, now)))).filter((one) => one.items.length > 0)
  if (shown.length === 0) return undefined
  return {
    subjectLine: subjectOf(shown, words), title: titleOf(shown, words), sections: shown.map((one) => sectionOf(one, shown.length > 1, words, parts.publicUrl)),
    reason: words('emails.digest.because', { rhythm: rhythmsOf(shown) }), preferencesUrl: parts.preferencesUrl(id), unsubscribeUrl: parts.unsubscribeUrl(id),
  }
}

async function shownOf({ digestSections }: DigestMailParts, part: DigestPart, to: Recipient, words: Words, now: Date): Promise<ShownSection> {
  const section = digestSections.find((one) => one.topic === part.topic)
  if (!section) throw new Error(`no section tells of ${part.topic}`)
  const items = await section.show(part.items, to, words, now)
  return { part, section, items, foot: items.length > 0 ? await section.foot?.(words) ?? '' : '' }
}

function sectionOf({ part, section, items, foot }: ShownSection, several: boolean, words: Words, publicUrl: string) {
  const { topic, more } = part
  return {
    heading: several ? words(`emails.digest.heading.${topic}`, { count: items.length }) : '', foot,
    items: items.map(({ path, ...item }) => ({ ...item, href: publicUrl + path, offer: words(`emails.digest.offer.${topic === 'matches' ? 'theirs' : 'yours'}`) })),
    more: more > 0 ? words('emails.digest.more', { count: more }) : '',
    placeUrl: publicUrl + section.place, placeLabel: words(`emails.digest.place.${topic}`),
  }
}

/** One kind of news names its first; several are counted. */
function subjectOf(shown: readonly ShownSection[], words: Words): string {
  const [only, ...others] = shown
  if (only && others.length === 0) return words(`emails.digest.subject.${only.part.topic}`, { count: only.items.length, first: only.items[0]?.title })
  const counts = shown.map(({ part, items }) => words(`emails.digest.short.${part.topic}`, { count: items.length }))
  return words('emails.digest.subject.several', { counts: counts.join(words('emails.digest.comma')) })
}

function titleOf([only, ...others]: readonly ShownSection[], words: Words): string {
  return only && others.length === 0 ? words(`emails.digest.heading.${only.part.topic}`, { count: only.items.length }) : words('emails.digest.title')
}

function rhythmsOf(shown: readonly ShownSection[]): string {
  const rhythms = new Set(shown.map((one) => one.part.rhythm))
  return rhythms.size > 1 ? 'both' : [...rhythms].join('')
}
