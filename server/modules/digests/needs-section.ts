import type { Locale } from '../../http/page.ts'
import { formatDate, formatMoney } from '../../kernel/format.ts'
import type { Words } from '../../kernel/words.ts'
import type { Recipient } from '../../mail/mailer-parts.ts'
import type { Journal } from '../../relay/journal.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import type { TeamStore } from '../library/team-store.ts'
import type { Verdict } from '../matching/match-types.ts'
import type { VerdictStore } from '../matching/verdict-store.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { type DigestItem, firstLook } from './digest.ts'
import type { DigestReader, DigestSection, ShownItem } from './digest-section.ts'
import { choicesOf, type DigestItemChoice, type DigestSource, mergedChoices } from './digest-sources.ts'
import { isOpen, type MatchSource } from './match-source.ts'
import { actorOf } from './notice-mail.ts'
import { readersByTheirLook } from './readers.ts'
import { coalesced } from '../../store/coalesced.ts'

export interface NeedsSectionParts {
  needs: Pick<NeedStore, 'findMany' | 'publishedSince'>
  teams: Pick<TeamStore, 'findMany'>
  verdicts: Pick<VerdictStore, 'ofNeeds'>
  journal: Pick<Journal, 'ofType'>
  matches: MatchSource
  /** Whoever knows needs for people; `matches` among them. */
  sources: readonly DigestSource[]
  regionNames(): Promise<RegionNames>
}

/** New needs that fit, each with its reason. */
export function createNeedsSection(parts: NeedsSectionParts): DigestSection {
  const findNeed = coalesced<Need>((ids) => parts.needs.findMany(ids))
  const findTeam = coalesced((ids) => parts.teams.findMany(ids))
  const saidOf = coalesced<{ id: string; said: Verdict[] }>((ids) => saidByNeed(parts.verdicts, ids))

  /** The same for everybody who may see the need, so said once in each language. */
  const said = new WeakMap<Need, Map<Locale, string>>()

  function factsOf(need: Need, { funding, deadline }: NeedView, locale: Locale, words: Words): string {
    const known = said.get(need)?.get(locale)
    if (known !== undefined) return known
    const until = words('emails.digest.until', { date: formatDate(deadline, locale) })
    const facts = [funding ? formatMoney(funding.amount, locale) : '', until].filter(Boolean).join(' · ')
    said.set(need, (said.get(need) ?? new Map<Locale, string>()).set(locale, facts))
    return facts
  }

  async function itemFor(item: DigestItem, to: Recipient, words: Words, now: Date): Promise<ShownItem[]> {
    const [need, team, verdicts, region] = await Promise.all([findNeed(item.need), findTeam(item.team ?? ''), saidOf(item.need), parts.regionNames()])
    const view = need && isOpen(need, now) ? viewNeed(need, actorOf(to)) : undefined
    if (!need || !view || isTurnedDown(item, verdicts?.said ?? [])) return []
    const shared = view.tracks.filter((track) => team?.tracks.includes(track)).map((track) => region.track(track, to.locale))
    return [{
      title: view.title, path: `/needs/${view.id}`, facts: factsOf(need, view, to.locale, words),
      why: whyOf(item, team?.name ?? '', shared.join(to.locale === 'en' ? ', ' : '、'), words),
      // What they quote may have been written anew since.
      pairs: item.version === view.contentVersion ? (item.pairs ?? []) : [],
    }]
  }

  return {
    topic: 'needs', place: '/today',
    choose: async (readers, now) => {
      const chosen = new Map<string, DigestItem[]>()
      for (const group of readersByTheirLook(readers)) {
        const news = await newsSince(parts, group.after, now)
        if (news.published.size + news.approved.size > 0) await chooseFor(parts, group.readers, news, now, chosen)
      }
      return chosen
    },
    explain: (items) => parts.matches.explain(items),
    show: async (items, to, words, now) => (await Promise.all(items.map((item) => itemFor(item, to, words, now)))).flat(),
  }
}

async function chooseFor({ sources }: NeedsSectionParts, readers: readonly DigestReader[], news: News, now: Date, chosen: Map<string, DigestItem[]>): Promise<void> {
  const people = readers.map((one) => one.person)
  const fresh = new Set([...news.published, ...news.approved.keys()])
  const isNews = ({ need, team = '' }: DigestItemChoice): boolean => news.published.has(need) || (news.approved.get(need)?.has(team) ?? false)
  const found: ReadonlyMap<string, DigestItemChoice[]>[] = []
  for (const source of sources) found.push(await choicesOf(source, people, fresh, now))
  for (const { id } of people) {
    const choices = mergedChoices(found.map((one) => (one.get(id) ?? []).filter(isNews)))
    chosen.set(id, choices.map((choice) => ({ ...choice, key: choice.need })))
  }
}

/** `published`: needs that are new to everybody. `approved`: by need, the teams (ids) that staff have since said it fits. */
interface News { published: ReadonlySet<string>; approved: ReadonlyMap<string, ReadonlySet<string>> }

/** Since the last digest, by the journal's numbers: by date, what was written late would be lost for ever. */
async function newsSince(parts: NeedsSectionParts, after: number | null, now: Date): Promise<News> {
  const approved = await approvedSince(parts, after, now)
  if (after !== null) return { published: new Set((await parts.journal.ofType('need-published', after)).map((one) => one.subject)), approved }
  return { published: new Set(await parts.needs.publishedSince(firstLook(now))), approved }
}

/** A word from staff is news for that team alone, however old the need is. Who was told of it before is not told again. */
async function approvedSince({ journal }: NeedsSectionParts, after: number | null, now: Date): Promise<Map<string, Set<string>>> {
  const said = (await Promise.all(APPROVALS.map((type) => journal.ofType(type, after ?? 0)))).flat()
  const approved = new Map<string, Set<string>>()
  for (const { at, data } of said) {
    if (after === null && at < firstLook(now)) continue
    const need = String(data['need'])
    approved.set(need, (approved.get(need) ?? new Set()).add(String(data['subject'])))
  }
  return approved
}

const APPROVALS = ['match-approve', 'match-pin']

async function saidByNeed(verdicts: Pick<VerdictStore, 'ofNeeds'>, ids: string[]): Promise<{ id: string; said: Verdict[] }[]> {
  const all = await verdicts.ofNeeds(ids)
  return ids.map((id) => ({ id, said: all.filter((one) => one.needId === id) }))
}

/** Staff have vetoed the match, or the team has said that it is not for them, since it was chosen. */
const isTurnedDown = ({ team, reason }: DigestItem, said: readonly Verdict[]): boolean =>
  reason.kind === 'match' && said.some(({ subjectId, kind }) => subjectId === team && (kind === 'veto' || kind === 'not-for-me'))

function whyOf({ reason }: DigestItem, team: string, tracks: string, words: Words): string {
  if (reason.kind === 'saved-search') return words('emails.digest.savedSearch', { name: reason.text ?? '' })
  return [words('emails.digest.team', { team }), tracks && words('emails.digest.tracks', { tracks })].filter(Boolean).join(words('emails.digest.space'))
}
