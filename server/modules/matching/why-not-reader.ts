import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import type { Team } from '../library/team.ts'
import { normalise } from '../search/query-normaliser.ts'
import type { WhyNot } from './why-not.ts'

/** What was asked, the team it was taken for, and why that team is not shown. */
export interface AskedTeam { asked: string; team: string | null; name: string | null; answer: WhyNot }

const HITS = 10

type Parts = Pick<Services, 'teams' | 'search' | 'matching'>

/** People know teams by name; ids come from links. The best hit of a search for the name is what they mean. */
export async function whyNotAsked(parts: Parts, need: Need, asked: string, shown: number): Promise<AskedTeam> {
  const team = (await parts.teams.find(asked)) ?? (await teamNamed(parts, asked))
  if (!team) return { asked, team: null, name: null, answer: { kind: 'unknown-team' } }
  return { asked, team: team.id, name: team.name, answer: await parts.matching.whyNotTeam(need, team.id, shown) }
}

/** A team may write about what is another's name: among the first hits the name itself comes first. */
async function teamNamed({ teams, search }: Parts, asked: string): Promise<Team | undefined> {
  const { hits } = await search.search({ kind: 'team', text: asked, limit: HITS })
  const found = new Map((await teams.findMany(hits.map((hit) => hit.id))).map((team) => [team.id, team]))
  const inOrder = hits.flatMap((hit) => found.get(hit.id) ?? [])
  return inOrder.find((team) => normalise(team.name).includes(normalise(asked.trim()))) ?? inOrder[0]
}
