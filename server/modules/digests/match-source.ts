import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import type { Achievement } from '../library/achievement.ts'
import type { AchievementStore } from '../library/achievement-store.ts'
import type { Team } from '../library/team.ts'
import type { TeamStore } from '../library/team-store.ts'
import type { EvidencePair } from '../matching/evidence.ts'
import { achievementText, matchNeedOf, matchTeamOf, profileText } from '../matching/match-service.ts'
import type { BulkMatching, Market } from '../matching/bulk-match-service.ts'
import type { Match, MatchText } from '../matching/match-types.ts'
import type { VerdictStore } from '../matching/verdict-store.ts'
import type { WeightBookStore } from '../matching/weight-book-store.ts'
import type { SearchIndex } from '../search/search-index.ts'
import type { Person } from '../accounts/person.ts'
import type { DigestItem } from './digest.ts'
import type { DigestItemChoice, DigestSource } from './digest-sources.ts'

export interface MatchStores {
  needs: Pick<NeedStore, 'findMany'>
  teams: Pick<TeamStore, 'withMembers' | 'findMany'>
  achievements: Pick<AchievementStore, 'publishedOf' | 'findMany'>
  verdicts: Pick<VerdictStore, 'ofNeeds'>
  search: Pick<SearchIndex, 'statistics'>
  weightBook: Pick<WeightBookStore, 'current'>
  bulkMatching: BulkMatching
}

export interface MatchSource extends DigestSource { explain(items: readonly DigestItem[]): Promise<DigestItem[]> }

/** Two phrases show why; more would be a report. */
const PAIRS = 2

/** What fits the teams a person belongs to: the scores of the matching desk, for many people at once. */
export function createMatchSource(stores: MatchStores): MatchSource {
  const markets = marketKeeper(stores)
  /** What the last choices were matched through: their explanation, which follows, need not read it again. */
  let read = new Map<string, MatchText>()

  async function itemsForMany(people: readonly Person[], fresh: ReadonlySet<string>, now: Date): Promise<Map<string, DigestItemChoice[]>> {
    const needs = (await stores.needs.findMany([...fresh])).filter((need) => isOpen(need, now))
    const teams = needs.length > 0 ? await stores.teams.withMembers(people.map((one) => one.id)) : []
    if (teams.length === 0) return new Map()
    const [{ market }, verdicts, works] = await Promise.all([
      markets.exactly(needs), stores.verdicts.ofNeeds(needs.map((one) => one.id)), worksOf(stores, teams),
    ])
    const offers = teams.map((team) => matchTeamOf(team, works.get(team.id) ?? []))
    read = new Map(offers.flatMap(({ id, profile, achievements }) => [[teamKey(id), profile] as const, ...achievements.map((one) => [workKey(one.id), one.text] as const)]))
    return byPerson(people, teams, await stores.bulkMatching.match(market, offers, verdicts, { fitting: true }))
  }

  async function explain(items: readonly DigestItem[]): Promise<DigestItem[]> {
    const matched = items.filter((one) => one.team !== undefined)
    const [{ market, versions }, texts] = await Promise.all([markets.including(distinct(matched.map((one) => one.need))), textsOf(matched)])
    const meetings = matched.flatMap((item) => { const text = texts.get(textKey(item)); return text ? [{ item, need: item.need, text }] : [] })
    const evidence = await stores.bulkMatching.explain(market, meetings.map(({ need, text }) => ({ need, text })))
    const found = new Map(meetings.map(({ item }, i) => [item, evidence[i] ?? []]))
    return items.map((item) => {
      const [version, pairs] = [versions.get(item.need), found.get(item)]
      return version !== undefined && pairs ? { ...item, version, pairs: pairs.slice(0, PAIRS).map(quoted) } : item
    })
  }

  /** The achievement that carries the match; the team's profile where none does. */
  async function textsOf(items: readonly DigestItem[]): Promise<Map<string, MatchText>> {
    const texts = read
    read = new Map()
    const missing = items.filter((one) => !texts.has(textKey(one)))
    const [teams, works] = await Promise.all([
      stores.teams.findMany(distinct(missing.flatMap((one) => (one.through ? [] : one.team ?? [])))), stores.achievements.findMany(distinct(missing.flatMap((one) => one.through ?? []))),
    ])
    for (const team of teams) texts.set(teamKey(team.id), profileText(team))
    for (const work of works) texts.set(workKey(work.id), achievementText(work))
    return texts
  }

  return {
    name: 'matching', itemsForMany, explain,
    itemsFor: async (person, fresh, now) => (await itemsForMany([person], fresh, now)).get(person.id) ?? [],
  }
}

/** Needs as they are ranked, by which weights, and which version of each. */
interface KeptMarket { market: Market; versions: ReadonlyMap<string, number> }

/** Keeps the market as long as it stays the same: making it ready takes a while, and a digest run asks batch after batch. */
function marketKeeper({ needs: store, search, weightBook }: MatchStores) {
  let kept: KeptMarket | undefined

  async function exactly(needs: readonly Need[]): Promise<KeptMarket> {
    const [statistics, weights] = await Promise.all([search.statistics(), weightBook.current()])
    const same = kept?.market.weights.version === weights.version && kept.versions.size === needs.length
    if (kept && same && needs.every((one) => kept?.versions.get(one.id) === one.contentVersion)) return kept
    // What a researcher is matched on is what a stranger may read: nothing sealed can show through a score.
    const market = { needs: needs.map((need) => matchNeedOf(need)), statistics, weights }
    kept = { market, versions: new Map(needs.map((one) => [one.id, one.contentVersion])) }
    return kept
  }

  return {
    exactly,
    /** Any market that has these needs (ids), in the versions they were ranked in. */
    including: async (ids: readonly string[]): Promise<KeptMarket> =>
      (kept && ids.every((id) => kept?.versions.has(id)) ? kept : exactly(await store.findMany(ids))),
  }
}

export const isOpen = ({ status, content }: Need, now: Date): boolean => status === 'published' && content.deadline !== null && content.deadline > now

async function worksOf({ achievements }: MatchStores, teams: readonly Team[]): Promise<Map<string, Achievement[]>> {
  const works = new Map<string, Achievement[]>(teams.map((team) => [team.id, []]))
  for (const one of await achievements.publishedOf(teams.map((team) => team.id))) for (const team of one.teams) works.get(team)?.push(one)
  return works
}

function byPerson(people: readonly Person[], teams: readonly Team[], matches: ReadonlyMap<string, Match[]>): Map<string, DigestItemChoice[]> {
  const asked = new Set(people.map((one) => one.id))
  const found = new Map<string, DigestItemChoice[]>()
  for (const team of teams) {
    const choices = (matches.get(team.id) ?? []).map((match) => choiceOf(match, team))
    for (const person of team.members) if (asked.has(person)) found.set(person, [...(found.get(person) ?? []), ...choices])
  }
  return found
}

/** Staff have put a pinned match first, so it stays first. */
function choiceOf({ id, score, pinned, through }: Match, team: Team): DigestItemChoice {
  const [best] = through
  return { need: id, score: pinned ? 1 : score, reason: { kind: 'match' }, team: team.id, ...(best ? { through: best } : {}) }
}

const workKey = (id: string): string => `work ${id}`
const teamKey = (id: string): string => `team ${id}`
const textKey = ({ team = '', through }: DigestItem): string => (through ? workKey(through) : teamKey(team))
const quoted = ({ need, item }: EvidencePair) => ({ need: need.text, achievement: item.text })
const distinct = (ids: readonly string[]): string[] => [...new Set(ids)]
