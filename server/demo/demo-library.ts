import { ACHIEVEMENTS } from '../../seed/demo/achievements.ts'
import type { AchievementSeed } from '../../seed/demo/demo-achievement.ts'
import { actorOf } from '../../seed/demo/people.ts'
import { TEAMS, type TeamSeed } from '../../seed/demo/teams.ts'
import { type Achievement, draftAchievement, publishAchievement } from '../modules/library/achievement.ts'
import { createTeam, type Team } from '../modules/library/team.ts'
import { demoDay, must } from './demo-rules.ts'

const TEAMS_FROM = -180
const ACHIEVEMENTS_FROM = -170
const APART = 0.5

/** Teams as their leads describe them; what they have delivered is older than the market's own records. */
export function demoTeams(startedAt: Date): Team[] {
  return TEAMS.map(({ id, organisation: _organisation, lead, delivered, ...content }: TeamSeed, i) => {
    const at = demoDay(startedAt, TEAMS_FROM + i * APART)
    return { ...must(id, createTeam(id, content, content.members, actorOf(lead), at)), delivered }
  })
}

export function demoAchievements(startedAt: Date): Achievement[] {
  return ACHIEVEMENTS.map((seed, i) => published(seed, demoDay(startedAt, ACHIEVEMENTS_FROM + i * APART)))
}

function published({ id, organisation: _organisation, published: _published, ...content }: AchievementSeed, at: Date): Achievement {
  const lead = actorOf(TEAMS.find((team) => team.id === content.teams[0])?.lead ?? '')
  return must(id, publishAchievement(must(id, draftAchievement(id, content, lead, at)), lead, at))
}
