import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import type { WhyNot } from './why-not.ts'

/** What was asked, the team it was taken for, and why that team is not shown. */
export interface AskedTeam { asked: string; team: string | null; name: string | null; answer: WhyNot }

type Parts = Pick<Services, 'teams' | 'search' | 'matching'>

/** People know teams by name; ids come from links. The best hit of a search for the name is what they mean. */
export async function whyNotAsked(parts: Parts, need: Need, asked: string, shown: number): Promise<AskedTeam> {
  const team = (await parts.teams.find(asked)) ?? (await teamNamed(parts, asked))
  if (!team) return { asked, team: null, name: null, answer: { kind: 'unknown-team' } }
  return { asked, team: team.id, name: team.name, answer: await parts.matching.whyNotTeam(need, team.id, shown) }
}

async function teamNamed({ teams, search }: Parts, name: string) {
  const [hit] = (await search.search({ kind: 'team', text: name, limit: 1 })).hits
  return hit && teams.find(hit.id)
}
