import type { Achievement } from '../../server/modules/library/achievement.ts'
import { TEAMS } from './teams.ts'

export type AchievementSeed = Omit<Achievement, 'revision' | 'events' | 'source'>

type Words = Pick<AchievementSeed, 'title' | 'summary' | 'keywords' | 'tracks' | 'trl' | 'tier' | 'evidence' | 'offer' | 'price'>

/** An achievement belongs to the organisation of its first team. */
export function achievement(id: string, teams: [string, ...string[]], words: Words): AchievementSeed {
  const owner = TEAMS.find((team) => team.id === teams[0])
  if (!owner) throw new Error(`no team ${teams[0]} in the demonstration`)
  return { id, organisation: owner.organisation, teams, published: true, ...words }
}
