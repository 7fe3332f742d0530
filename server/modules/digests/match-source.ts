import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import type { Achievement } from '../library/achievement.ts'
import type { AchievementStore } from '../library/achievement-store.ts'
import type { Team } from '../library/team.ts'
import type { TeamStore } from '../library/team-store.ts'
import type { EvidencePair } from '../matching/evidence.ts'
import { achievementText, fits, matchNeedOf, matchTeamOf, profileText } from '../matching/match-service.ts'
import type { Match } from '../matching/match-types.ts'
import type { VerdictStore } from '../matching/verdict-store.ts'
import type { SearchIndex } from '../search/search-index.ts'
import type { Person } from '../accounts/person.ts'
import type { DigestItem } from './digest.ts'
import type { DigestThread } from './digest-thread.ts'
import type { DigestItemChoice, DigestSource } from './digest-sources.ts'

export interface MatchStores {
  needs: Pick<NeedStore, 'findMany'>
  teams: Pick<TeamStore, 'withMembers' | 'findMany'>
  achievements: Pick<AchievementStore, 'publishedOf' | 'findMany'>
  verdicts: Pick<VerdictStore, 'ofNeeds'>
  search: Pick<SearchIndex, 'statistics'>
  thread: DigestThread
}

export interface MatchSource extends DigestSource { explain(items: readonly DigestItem[]): Promise<DigestItem[]> }

/** Two phrases show why; more would be a report. */
const PAIRS = 2

/** What fits the teams a person belongs to: the scores of the matching desk, for many people at once. */
export function createMatchSource(stores: MatchStores): MatchSource {
  async function itemsForMany(people: readonly Person[], fresh: ReadonlySet<string>, now: Date): Promise<Map<string, DigestItemChoice[]>> {
    const needs = (await stores.needs.findMany([...fresh])).filter((need) => isOpen(need, now))
    const teams = needs.length > 0 ? await stores.teams.withMembers(people.map((one) => one.id)) : []
    if (teams.length === 0) return new Map()
    const [statistics, verdicts, works] = await Promise.all([
      stores.search.statistics(), stores.verdicts.ofNeeds(needs.map((one) => one.id)), worksOf(stores, teams),
    ])
    // What a researcher is matched on is what a stranger may read: nothing sealed can show through a score.
    const wanted = needs.map((need) => matchNeedOf(need))
    const matches = await stores.thread.match(wanted, teams.map((team) => matchTeamOf(team, works.get(team.id) ?? [])), { statistics, verdicts })
    return byPerson(people, teams, matches)
  }

  async function explain(items: readonly DigestItem[]): Promise<DigestItem[]> {
    const matched = items.filter((one) => one.team !== undefined)
    const [needs, teams, works, statistics] = await Promise.all([
      stores.needs.findMany(distinct(matched.map((one) => one.need))), stores.teams.findMany(distinct(matched.flatMap((one) => one.team ?? []))),
      stores.achievements.findMany(distinct(matched.flatMap((one) => one.through ?? []))), stores.search.statistics(),
    ])
    const known = { needs: byId(needs), teams: byId(teams), works: byId(works) }
    const meetings = items.flatMap((item) => { const text = textOf(item, known); return text ? [{ item, need: item.need, text }] : [] })
    const evidence = await stores.thread.explain(needs.map((need) => matchNeedOf(need)), meetings.map(({ need, text }) => ({ need, text })), statistics)
    const found = new Map(meetings.map(({ item }, i) => [item, evidence[i] ?? []]))
    return items.map((item) => {
      const [need, pairs] = [known.needs.get(item.need), found.get(item)]
      return need && pairs ? { ...item, version: need.contentVersion, pairs: pairs.slice(0, PAIRS).map(quoted) } : item
    })
  }

  return {
    name: 'matching', itemsForMany, explain,
    itemsFor: async (person, fresh, now) => (await itemsForMany([person], fresh, now)).get(person.id) ?? [],
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
    const choices = (matches.get(team.id) ?? []).filter(fits).map((match) => choiceOf(match, team))
    for (const person of team.members) if (asked.has(person)) found.set(person, [...(found.get(person) ?? []), ...choices])
  }
  return found
}

/** Staff have put a pinned match first, so it stays first. */
function choiceOf({ id, score, pinned, through }: Match, team: Team): DigestItemChoice {
  const [best] = through
  return { need: id, score: pinned ? 1 : score, reason: { kind: 'match' }, team: team.id, ...(best ? { through: best } : {}) }
}

interface Known { teams: ReadonlyMap<string, Team>; works: ReadonlyMap<string, Achievement> }

function textOf({ team, through }: DigestItem, { teams, works }: Known) {
  const work = works.get(through ?? '')
  const own = teams.get(team ?? '')
  return work ? achievementText(work) : own && profileText(own)
}

const quoted = ({ need, item }: EvidencePair) => ({ need: need.text, achievement: item.text })
const distinct = (ids: readonly string[]): string[] => [...new Set(ids)]
const byId = <T extends { id: string }>(all: readonly T[]): Map<string, T> => new Map(all.map((one) => [one.id, one]))
