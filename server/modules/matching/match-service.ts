import type { OrganisationStore } from '../accounts/account-store.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import type { Achievement } from '../library/achievement.ts'
import type { AchievementStore } from '../library/achievement-store.ts'
import type { Team } from '../library/team.ts'
import type { TeamStore } from '../library/team-store.ts'
import type { ParkStore, PlatformStore } from '../parks/park-store.ts'
import type { SecondOpinion } from '../outside-knowledge/second-opinion.ts'
import type { SearchIndex } from '../search/search-index.ts'
import { type EvidencePair, evidenceFor } from './evidence.ts'
import { type FeedEntry, feedOrder } from './feed-order.ts'
import type { Match, MatchAchievement, MatchNeed, MatchTeam } from './match-types.ts'
import { fits } from './match-score.ts'
import { createPlatformMatching, type PlatformMatching } from './platform-match-service.ts'
import { matchOf, rankAchievements, rankNeeds, rankTeams, type RankingContext } from './ranker.ts'
import { groupBySameTitle } from './same-title.ts'
import type { JudgedBasis, VerdictStore } from './verdict-store.ts'
import type { WeightBookStore } from './weight-book-store.ts'
import { type WhyNot, whyNot } from './why-not.ts'

const CANDIDATES = 300
/** Needs that a researcher's feed considers at once; more than a city has open at a time. */
const OPEN_NEEDS = 500

interface Stores {
  needs: NeedStore
  teams: TeamStore
  achievements: AchievementStore
  organisations: OrganisationStore
  search: SearchIndex
  verdicts: VerdictStore
  weightBook: Pick<WeightBookStore, 'current'>
  platforms: PlatformStore
  parks: ParkStore
  /** A service outside, where an operator has set one up. */
  opinion: SecondOpinion | undefined
}

export interface TeamMatch { match: Match; team: Team; through: Achievement | undefined; evidence: EvidencePair[] }
/** `also`: others of the same title, which registers often hold several times. */
export interface AchievementMatch { match: Match; achievement: Achievement; also: string[]; evidence: EvidencePair[] }
export interface NeedMatch { match: Match; need: Need; team: Team; evidence: EvidencePair[]; feed: FeedEntry }
export interface AbleTeam { match: Match; team: Team }

export interface MatchService extends PlatformMatching {
  /** Teams for a need, best first. */
  teamsFor(need: Need, limit: number): Promise<TeamMatch[]>
  achievementsFor(need: Need, limit: number): Promise<AchievementMatch[]>
  /** Teams worth telling about a need, best first: what a plan invites from, and what a draft can count on. */
  ableTeams(need: Need, limit: number): Promise<AbleTeam[]>
  /** Open needs that fit the teams a person belongs to, by fit, novelty and deadline, each under the team it fits best. */
  needsFor(person: string, limit: number, now: Date): Promise<NeedMatch[]>
  /** Why a team is not among the first `shown`. */
  whyNotTeam(need: Need, team: string, shown: number): Promise<WhyNot>
  /** How a team stands for a need as long as nobody says anything; undefined when there is no such team. */
  basisOf(need: Need, team: string): Promise<Omit<JudgedBasis, 'at'> | undefined>
}

/** Brings the pure ranker together with the stores and the index: candidates, then the one scorer, then reasons. */
export function createMatchService(stores: Stores): MatchService {
  const { search, teams, achievements, needs } = stores

  async function contextFor(ids: readonly string[]): Promise<RankingContext> {
    const [statistics, verdicts, weights] = await Promise.all([search.statistics(), stores.verdicts.ofNeeds(ids), stores.weightBook.current()])
    return { statistics, verdicts, weights }
  }

  /** Teams found by their profile, teams found by what they made, and those staff have spoken about. */
  async function teamsNear(need: MatchNeed, spokenOf: readonly string[]): Promise<{ teams: Team[]; works: Map<string, Achievement[]> }> {
    const [byProfile, byWork] = await Promise.all([
      search.candidates(need.text, { kind: 'team', limit: CANDIDATES }),
      search.candidates(need.text, { kind: 'achievement', limit: CANDIDATES }),
    ])
    const made = await achievements.findMany(byWork.map((one) => one.id))
    const ids = new Set([...byProfile.map((one) => one.id), ...made.flatMap((one) => one.teams), ...spokenOf])
    const found = await teams.findMany([...ids])
    return { teams: found, works: await worksOf(found) }
  }

  async function worksOf(found: readonly Team[]): Promise<Map<string, Achievement[]>> {
    const works = new Map<string, Achievement[]>(found.map((team) => [team.id, []]))
    for (const one of await achievements.publishedOf(found.map((team) => team.id))) {
      for (const team of one.teams) works.get(team)?.push(one)
    }
    return works
  }

  async function subjectOf(need: Need): Promise<{ wanted: MatchNeed; context: RankingContext }> {
    const [context, issuer] = await Promise.all([contextFor([need.id]), stores.organisations.find(need.organisation)])
    return { wanted: matchNeedOf(need, issuer?.district), context }
  }

  async function rankedTeams(need: Need) {
    const { wanted, context } = await subjectOf(need)
    const near = await teamsNear(wanted, context.verdicts.map((one) => one.subjectId))
    const byId = new Map(near.teams.map((team) => [team.id, team]))
    const ranked = rankTeams(wanted, near.teams.map((team) => matchTeamOf(team, near.works.get(team.id) ?? [])), context)
    return { wanted, context, near, byId, ranked }
  }

  return {
    ...createPlatformMatching({ ...stores, subjectOf }),
    async teamsFor(need, limit) {
      const { wanted, context, near, byId, ranked } = await rankedTeams(need)
      return ranked.slice(0, limit).flatMap((match) => {
        const team = byId.get(match.id)
        if (!team) return []
        const through = near.works.get(team.id)?.find((one) => one.id === match.through[0])
        const text = through ? achievementText(through) : profileText(team)
        return [{ match, team, through, evidence: evidenceFor(wanted, text, context.statistics) }]
      })
    },
    async ableTeams(need, limit) {
      const { byId, ranked } = await rankedTeams(need)
      return ranked.filter(fits).slice(0, limit).flatMap((match) => {
        const team = byId.get(match.id)
        return team ? [{ match, team }] : []
      })
    },
    async achievementsFor(need, limit) {
      const { wanted, context } = await subjectOf(need)
      const found = await achievements.findMany((await search.candidates(wanted.text, { kind: 'achievement', limit: CANDIDATES })).map((one) => one.id))
      const byId = new Map(found.filter((one) => one.published).map((one) => [one.id, one]))
      const ranked = rankAchievements(wanted, [...byId.values()].map(matchAchievementOf), context)
      return groupBySameTitle(await secondOrder(stores.opinion, need, wanted, ranked, byId), (id) => byId.get(id)?.title ?? id).slice(0, limit).flatMap(({ match, also }) => {
        const achievement = byId.get(match.id)
        return achievement ? [{ match, achievement, also, evidence: evidenceFor(wanted, achievementText(achievement), context.statistics) }] : []
      })
    },
    async needsFor(person, limit, now) {
      const mine = await teams.withMember(person)
      if (mine.length === 0) return []
      const open = (await needs.inStatus(['published'], { limit: OPEN_NEEDS })).filter((need) => need.content.deadline && need.content.deadline > now)
      const [context, works] = await Promise.all([contextFor(open.map((need) => need.id)), worksOf(mine)])
      const found = mine.flatMap((team) => feedOf(team, works.get(team.id) ?? [], open, context))
      return inFeedOrder(bestPerNeed(found.filter((one) => fits(one.match))), now).slice(0, limit)
    },
    async whyNotTeam(need, team, shown) {
      const { wanted, context } = await subjectOf(need)
      const near = await teamsNear(wanted, [team, ...context.verdicts.map((one) => one.subjectId)])
      return whyNot(wanted, team, near.teams.map((one) => matchTeamOf(one, near.works.get(one.id) ?? [])), shown, context)
    },
    async basisOf(need, team) {
      const { wanted, context } = await subjectOf(need)
      const near = await teamsNear(wanted, [team])
      const all = near.teams.map((one) => matchTeamOf(one, near.works.get(one.id) ?? []))
      const subject = all.find((one) => one.id === team)
      if (!subject) return undefined
      const unsaid = { ...context, verdicts: [] }
      const { parts, weights } = matchOf(wanted, subject, unsaid)
      return { parts, weights, first: rankTeams(wanted, all, unsaid).slice(0, 5).map((one) => one.id) }
    },
  }
}

/** Nothing of a need that is not public, nor of an achievement that is not published, is shown to anybody outside. */
async function secondOrder(
  opinion: SecondOpinion | undefined, need: Need, wanted: MatchNeed, ranked: Match[], published: ReadonlyMap<string, Achievement>,
): Promise<Match[]> {
  if (opinion === undefined || viewNeed(need, null) === undefined) return ranked
  return opinion.reorder(wanted.text, ranked, (id) => (published.has(id) ? achievementText(published.get(id)!) : undefined))
}

type Fitting = Omit<NeedMatch, 'feed'>

function feedOf(team: Team, works: readonly Achievement[], open: readonly Need[], context: RankingContext): Fitting[] {
  const byId = new Map(open.map((need) => [need.id, need]))
  // What a researcher is matched on is what a stranger may read: nothing sealed can show through a score.
  const wanted = new Map(open.map((need) => [need.id, matchNeedOf(need)]))
  return rankNeeds(matchTeamOf(team, works), [...wanted.values()], context).flatMap((match) => {
    const [need, subject] = [byId.get(match.id), wanted.get(match.id)]
    if (!need || !subject) return []
    const through = works.find((one) => one.id === match.through[0])
    return [{ match, need, team, evidence: evidenceFor(subject, through ? achievementText(through) : profileText(team), context.statistics) }]
  })
}

function bestPerNeed(found: readonly Fitting[]): Fitting[] {
  const best = new Map<string, Fitting>()
  for (const one of found) {
    const known = best.get(one.need.id)
    if (!known || one.match.score > known.match.score) best.set(one.need.id, one)
  }
  return [...best.values()]
}

function inFeedOrder(found: readonly Fitting[], now: Date): NeedMatch[] {
  const byNeed = new Map(found.map((one) => [one.need.id, one]))
  const needs = new Map(found.map(({ need }) => [need.id, matchNeedOf(need)]))
  return feedOrder(found.map((one) => one.match), needs, now.toISOString()).flatMap((feed) => {
    const one = byNeed.get(feed.match.id)
    return one ? [{ ...one, feed }] : []
  })
}

/** Only what a stranger may read is compared once the need is public; a draft's own background helps its issuer and staff. */
export function matchNeedOf(need: Need, district?: string): MatchNeed {
  const { title, summary, background, indicators, keywords, tracks, park, trlWanted, deadline } = need.content
  const shown = viewNeed(need, null) !== undefined
  const body = [...indicators.map((one) => `${one.name} ${one.value}${one.unit}`), ...(shown ? [] : [background])].join('；')
  return {
    id: need.id, text: { title, summary, body, keywords }, indicators, organisation: need.organisation, tracks,
    ...(park ? { park } : {}), ...(district ? { district } : {}), ...(trlWanted ? { trl: trlWanted } : {}),
    ...(deadline ? { deadline: deadline.toISOString() } : {}),
    ...(need.entered.published ? { publishedAt: need.entered.published.toISOString() } : {}),
  }
}

export function matchTeamOf(team: Team, works: readonly Achievement[]): MatchTeam {
  const { id, organisation, tracks, district, capacity, delivered } = team
  return {
    id, profile: profileText(team), organisation, tracks, district, achievements: works.map(matchAchievementOf),
    delivery: { delivered, failed: 0 }, capacity: { active: 0, limit: capacity },
  }
}

const matchAchievementOf = (one: Achievement): MatchAchievement =>
  ({ id: one.id, text: achievementText(one), tracks: one.tracks, ...(one.trl ? { trl: one.trl } : {}) })

export const achievementText = ({ title, summary, evidence, keywords }: Achievement) => ({ title, summary, body: evidence, keywords })
export const profileText = ({ name, profile, keywords }: Team) => ({ title: name, body: profile, keywords })
