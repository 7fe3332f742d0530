import type { Figure } from './figures.ts'
import { indicatorPart, targetsOf } from './indicator-part.ts'
import { byMatchOrder, isKept, scoreParts, weigh } from './match-score.ts'
import type { Match, MatchAchievement, MatchNeed, MatchTeam, ScoreParts, Verdict } from './match-types.ts'
import { matchWeights, type MatchWeights } from './match-weights.ts'
import { needScorer, type NeedScorer } from './need-scorer.ts'
import { PairVerdicts, type PairVerdict } from './pair-verdicts.ts'
import { isOwnNeed, teamStructure } from './structure-parts.ts'
import { carriers, carryingTexts, teamText, type ItemText } from './team-text.ts'
import type { TermStatistics } from './term-statistics.ts'

/** What a ranking depends on besides the two sides. */
export interface RankingContext {
  statistics: TermStatistics
  verdicts: readonly Verdict[]
  /** Default: the current version. */
  weights?: MatchWeights
  /** Raw text scores by achievement id, where an index has computed them with the same weights. */
  textScores?: ReadonlyMap<string, number>
  /** Text part from which a match is kept; 0 keeps whatever shares a character. Default: that of the weights. */
  leastText?: number
}

/**
 * Teams for a need, best first: equal scores by id. Left out are the issuer's own teams, vetoed and declined pairs,
 * and teams whose texts share too little with the need, unless staff approved them; `whyNot` says which.
 */
export function rankTeams(need: MatchNeed, teams: readonly MatchTeam[], context: RankingContext): Match[] {
  const session = open(need, context)
  return inOrder(teams.flatMap((team) => (isOwnNeed(need, team) ? [] : (kept(teamMatch(session, team), session) ?? []))))
}

/** Achievements for a need, best first. */
export function rankAchievements(need: MatchNeed, achievements: readonly MatchAchievement[], context: RankingContext): Match[] {
  const session = open(need, context)
  return inOrder(achievements.flatMap((one) => kept(achievementMatch(session, one), session) ?? []))
}

/**
 * Needs for a team, best first; the score of a pair is the same in both directions. `id` is the need's.
 * For many teams at once `bulkMatch` gives the same in a fraction of the time.
 */
export function rankNeeds(team: MatchTeam, needs: readonly MatchNeed[], context: RankingContext): Match[] {
  const verdicts = new PairVerdicts(context.verdicts)
  const matches = needs.flatMap((need) => {
    if (isOwnNeed(need, team)) return []
    const session = open(need, context, verdicts)
    const match = kept(teamMatch(session, team), session)
    return match === undefined ? [] : [{ ...match, id: need.id }]
  })
  return inOrder(matches)
}

/** The score of one pair with its parts, whether or not a ranking would show it. */
export function matchOf(need: MatchNeed, team: MatchTeam, context: RankingContext): Match {
  return teamMatch(open(need, context), team).match
}

interface Session {
  need: MatchNeed
  scorer: NeedScorer
  targets: readonly Figure[]
  weights: MatchWeights
  verdicts: PairVerdicts
  textScores: ReadonlyMap<string, number>
  leastText: number
}

function open(need: MatchNeed, context: RankingContext, verdicts = new PairVerdicts(context.verdicts)): Session {
  const weights = context.weights ?? matchWeights
  const textScores = context.textScores ?? new Map<string, number>()
  const leastText = context.leastText ?? weights.leastText
  return { need, scorer: needScorer(need, context.statistics, weights), targets: targetsOf(need), weights, verdicts, textScores, leastText }
}

interface Judged {
  match: Match
  verdict: PairVerdict
}

function teamMatch(session: Session, team: MatchTeam): Judged {
  const { need } = session
  const items = [...team.achievements.map((one) => itemText(session, one)), ...profileText(session, team)]
  const verdict = session.verdicts.about(need.id, team.id)
  const through = carriers(items.filter((item) => item.id !== team.id))
  const texts = { text: teamText(items), indicators: indicatorPart(session.targets, carryingTexts(team, through)) }
  const parts = scoreParts(need, teamStructure(team), texts, verdict, team)
  return { match: matchFrom(team.id, parts, verdict, session.weights, through), verdict }
}

function achievementMatch(session: Session, one: MatchAchievement): Judged {
  const verdict = session.verdicts.about(session.need.id, one.id)
  const texts = { text: itemText(session, one).part, indicators: indicatorPart(session.targets, [one.text]) }
  const parts = scoreParts(session.need, one, texts, verdict)
  return { match: matchFrom(one.id, parts, verdict, session.weights, []), verdict }
}

function itemText({ scorer, textScores }: Session, one: MatchAchievement): ItemText {
  const known = textScores.get(one.id)
  return { id: one.id, part: known === undefined ? scorer.part(one.text) : scorer.partOf(known) }
}

/** A profile that says nothing must not pull the mean down. */
function profileText({ scorer }: Session, team: MatchTeam): ItemText[] {
  const part = scorer.part(team.profile)
  return part === 0 && team.achievements.length > 0 ? [] : [{ id: team.id, part }]
}

function matchFrom(id: string, parts: ScoreParts, verdict: PairVerdict, weights: MatchWeights, through: string[]): Match {
  return { id, score: weigh(parts, weights), parts, pinned: verdict.pinned, weights: weights.version, through }
}

function kept({ match, verdict }: Judged, { leastText }: Session): Match | undefined {
  return isKept(match.parts.text, verdict, leastText) ? match : undefined
}

function inOrder(matches: Match[]): Match[] {
  return matches.sort(byMatchOrder)
}
