import type { Clock } from '../../kernel/clock.ts'
import { formatDate, formatMoney } from '../../kernel/format.ts'
import type { Locale } from '../../http/page.ts'
import type { MailModels, Recipient } from '../../mail/mailer.ts'
import type { Words } from '../../kernel/words.ts'
import { viewNeed } from '../competition/need-view.ts'
import { segmentsOf } from '../matching/match-pages.ts'
import type { NeedMatch } from '../matching/match-service.ts'
import type { RegionNames } from '../parks/region-names.ts'
import type { DigestStore } from './digest-store.ts'
import { actorOf } from './notice-mail.ts'

export interface DigestMailParts {
  digests: DigestStore
  matching: { needsFor(person: string, limit: number, now: Date): Promise<NeedMatch[]> }
  regionNames(): Promise<RegionNames>
  words(locale: Locale): Words
  unsubscribeUrl(person: string): string
  clock: Clock
  publicUrl: string
}

const ALL = 500
/** Two phrases show why; more would be a report. */
const PAIRS = 2

/**
 * The digest as its reader may see it now: ranked afresh, without what was closed, withdrawn or declined since it was
 * decided. Nothing left: nothing sent.
 */
export function digestMailModel(parts: DigestMailParts): MailModels[string] {
  return async (stored, to) => {
    const digest = await parts.digests.find(String(stored['digest']))
    if (!digest || to.person.preferences.digest === 'off') return undefined
    const ranked = await parts.matching.needsFor(to.person.id, ALL, parts.clock.now())
    const matches = ranked.filter((one) => digest.needs.includes(one.need.id))
    const items = digestItems(matches, to, await parts.regionNames(), parts)
    if (items.length === 0) return undefined
    const unsubscribeUrl = parts.unsubscribeUrl(to.person.id)
    return {
      items, more: digest.more, count: items.length, first: items[0]?.title, todayUrl: `${parts.publicUrl}/today`,
      reason: parts.words(to.locale)('emails.digest.because', { rhythm: digest.rhythm }),
      // Both lead to the page that works without signing in.
      preferencesUrl: unsubscribeUrl, unsubscribeUrl,
    }
  }
}

export interface DigestItem {
  title: string
  href: string
  facts: string
  team: string
  pairs: { need: string; achievement: string }[]
  tracks: string
}

export function digestItems(
  matches: readonly NeedMatch[], { person, organisation, locale }: Recipient, region: RegionNames,
  { words, publicUrl }: { words(locale: Locale): Words; publicUrl: string },
): DigestItem[] {
  return matches.flatMap(({ need, team, evidence }) => {
    const view = viewNeed(need, actorOf({ person, organisation }))
    if (!view) return []
    const amount = view.funding ? formatMoney(view.funding.amount, locale) : ''
    const deadline = words(locale)('emails.digest.until', { date: formatDate(view.deadline, locale) })
    const pairs = evidence.slice(0, PAIRS).map((pair) => ({ need: plain(pair.need), achievement: plain(pair.item) }))
    const shared = view.tracks.filter((track) => team.tracks.includes(track)).map((track) => region.track(track, locale))
    return [{
      title: view.title, href: `${publicUrl}/needs/${view.id}`, facts: [amount, deadline].filter(Boolean).join(' · '), team: team.name, pairs,
      tracks: shared.join(locale === 'en' ? ', ' : '、'),
    }]
  })
}

const plain = (side: Parameters<typeof segmentsOf>[0]): string => segmentsOf(side).map((one) => one.text).join('')
