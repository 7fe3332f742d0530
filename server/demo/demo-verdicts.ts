import { TEAMS } from '../../seed/demo/teams.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { VERDICTS, type DemoVerdict } from '../../seed/demo/verdicts.ts'
import type { Achievement } from '../modules/library/achievement.ts'
import type { Team } from '../modules/library/team.ts'
import { achievementText, matchNeedOf, matchTeamOf, profileText } from '../modules/matching/match-service.ts'
import { matchWeights } from '../modules/matching/match-weights.ts'
import { matchOf, rankTeams, type RankingContext } from '../modules/matching/ranker.ts'
import { TextIndex } from '../modules/matching/text-index.ts'
import { declineMatch, judgeMatch, type JudgedBasis, verdictId, type VerdictRecord } from '../modules/matching/verdict-store.ts'
import { demoDay, must } from './demo-rules.ts'
import type { Scene } from './demo-scene.ts'

/** Matches are looked at two days after publication. */
const JUDGED_AFTER = 2

type Basis = (scene: Scene, team: string) => Omit<JudgedBasis, 'at'> | undefined

/** What was said of the rankings, which the real ranker makes anew from the library as it stands. */
export function demoVerdicts(scenes: readonly Scene[], teams: readonly Team[], works: readonly Achievement[]): VerdictRecord[] {
  const basisOf = rankedBy(scenes, teams, works)
  return VERDICTS.flatMap((verdict) => {
    const scene = scenes.find(({ need }) => need.id === verdict.need)
    return scene ? [verdictOf(verdict, demoDay(scene.at.published, JUDGED_AFTER), basisOf(scene, verdict.team))] : []
  })
}

function verdictOf({ need, team: subject, kind, reason }: DemoVerdict, at: Date, basis: ReturnType<Basis>): VerdictRecord {
  const side = kind === 'not-for-me' ? 'team' : 'staff'
  const blank: VerdictRecord = { id: verdictId(need, subject, side), need, subject, side, kind: null, reason: '', by: '', revision: 0, events: [] }
  const team = TEAMS.find((one) => one.id === subject)
  const saying = { kind, reason }
  if (side === 'staff') return must(blank.id, judgeMatch(blank, saying, actorOf(CAST.officer), at, basis))
  return must(blank.id, declineMatch(blank, team ?? { members: [] }, saying, actorOf(team?.lead ?? ''), at, basis))
}

function rankedBy(scenes: readonly Scene[], teams: readonly Team[], works: readonly Achievement[]): Basis {
  const [items, needs] = [new TextIndex(matchWeights), new TextIndex(matchWeights)]
  for (const work of works) items.put(work.id, achievementText(work))
  for (const team of teams) items.put(team.id, profileText(team))
  for (const { need } of scenes) if (need.entered.published) needs.put(need.id, matchNeedOf(need).text)
  const able = teams.map((team) => matchTeamOf(team, works.filter((work) => work.teams.includes(team.id))))
  const context: RankingContext = { statistics: { items, needs }, verdicts: [] }
  return ({ need }, id) => {
    const team = able.find((one) => one.id === id)
    if (!team) return undefined
    const { parts, weights } = matchOf(matchNeedOf(need), team, context)
    return { parts, weights, first: rankTeams(matchNeedOf(need), able, context).slice(0, 5).map((one) => one.id) }
  }
}
