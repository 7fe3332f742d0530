import type { Contract, ObjectionStatus } from '../../server/modules/competition/need.ts'

/** One reviewer's sheet for one bid: points per criterion id, each 0 to 100; the criteria's weights are applied later. */
export interface DemoSheet { reviewer: string; bid: string; scores: Record<string, number>; comment: string }

/** How one objection ends; `filed` and `accepted` ones are still open. */
export interface DemoObjection {
  id: string
  person: string
  realName: string
  text: string
  outcome: Extract<ObjectionStatus, 'filed' | 'accepted' | 'inadmissible' | 'dismissed'>
  answer: string
}

export interface DemoContract extends Pick<Contract, 'category' | 'amount' | 'terms'> {
  /** Who has signed so far. */
  signed: ('issuer' | 'performer')[]
  /** Number of the technology-contract register; fictional. Null: not registered yet. */
  registration: string | null
}

/** What happens to a need after its bids are opened, as far as its stage asks for it. */
export interface DemoCompetition {
  need: string
  /** Reviewers first appointed. */
  panel: string[]
  /** A reviewer who steps back, and who takes the seat. */
  recusal?: { reviewer: string; reason: string; replacedBy: string }
  sheets: DemoSheet[]
  proposal?: { winner: string; reason: string; feedback: Record<string, string> }
  objections?: DemoObjection[]
  contract?: DemoContract
}

type Points = [route: number, reach: number, team: number, plan: number, cost: number]

/** A sheet in the order of the customary criteria. */
export function sheet(reviewer: string, bid: string, [route, reach, team, plan, cost]: Points, comment: string): DemoSheet {
  return { reviewer: `person-${reviewer}`, bid: `bid-${bid}`, scores: { route, reach, team, plan, cost }, comment }
}
