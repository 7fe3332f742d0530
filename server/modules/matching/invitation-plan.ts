import { FlowNetwork } from './flow-network.ts'
import { cheapestFlow } from './min-cost-flow.ts'

/** Someone able to answer a need; `score` lies above 0 and up to 1. */
export interface AblePair {
  needId: string
  personId: string
  score: number
}

export interface PlanNeed {
  id: string
  /** Fewer invitations than this put the competition at risk. */
  floor: number
  /** More than this annoy without helping. */
  ceiling: number
}

export interface PlanPerson {
  id: string
  /** Most invitations at once. */
  cap: number
}

export interface ShortNeed {
  needId: string
  invited: number
  floor: number
  /** Whether too few are able at all, or those able are needed elsewhere. */
  because: 'too-few-able' | 'able-are-at-their-cap'
}

export interface LeftOut {
  personId: string
  because: 'fits-nothing' | 'better-ones-invited' | 'no-invitations-wanted'
}

export interface InvitationPlan {
  invitations: AblePair[]
  shortNeeds: ShortNeed[]
  leftOut: LeftOut[]
}

/** An invitation missing below a floor costs more than any score: the first aim is that no need goes without bids. */
const shortfall = 1000

/**
 * Who is invited to what: as many floors filled as can be, then the highest sum of scores, nobody over their cap.
 * Exact (minimum-cost flow), and the same for the same input.
 */
export function planInvitations(needs: readonly PlanNeed[], people: readonly PlanPerson[], pairs: readonly AblePair[]): InvitationPlan {
  const { network, edges, supplies, sink, potentials } = layOut(needs, people, pairs)
  cheapestFlow(network, supplies, sink, potentials)
  const invitations = edges.filter(({ edge }) => network.room(edge) === 0).map(({ pair }) => pair)
  return { invitations, shortNeeds: shortNeeds(needs, pairs, invitations), leftOut: leftOut(people, pairs, invitations) }
}

/**
 * Needs, people, sink. Each need has as many invitations to give as its ceiling allows; it may keep some back, for
 * nothing down to its floor and dearly below it. So every unit finds a way and the order of needs does not matter.
 */
function layOut(needs: readonly PlanNeed[], people: readonly PlanPerson[], pairs: readonly AblePair[]) {
  const needAt = new Map(needs.map((need, at) => [need.id, at]))
  const personAt = new Map(people.map((person, at) => [person.id, needs.length + at]))
  const sink = needs.length + people.length
  const network = new FlowNetwork(sink + 1)
  const edges = pairs.flatMap((pair) => {
    const [from, to] = [needAt.get(pair.needId), personAt.get(pair.personId)]
    return from === undefined || to === undefined ? [] : [{ pair, edge: network.connect(from, to, 1, -pair.score) }]
  })
  const supplies = needs.map(({ floor, ceiling }, node) => {
    network.connect(node, sink, Math.max(0, ceiling - floor), 0)
    network.connect(node, sink, Math.min(floor, ceiling), shortfall)
    return { node, units: ceiling }
  })
  for (const { id, cap } of people) network.connect(personAt.get(id)!, sink, cap, 0)
  return { network, edges, supplies, sink, potentials: firstPotentials(network, edges.map((one) => one.edge), sink) }
}

/** Cheapest costs before anything flows: needs at 0, people at their best score, the sink at the best of all. */
function firstPotentials(network: FlowNetwork, edges: readonly number[], sink: number): Float64Array {
  const potentials = new Float64Array(network.nodes)
  for (const edge of edges) {
    const to = network.head(edge)
    potentials[to] = Math.min(potentials[to]!, network.cost(edge))
  }
  potentials[sink] = potentials.reduce((least, potential) => Math.min(least, potential), 0)
  return potentials
}

function shortNeeds(needs: readonly PlanNeed[], pairs: readonly AblePair[], invitations: readonly AblePair[]): ShortNeed[] {
  const able = countBy(pairs, (pair) => pair.needId)
  const invited = countBy(invitations, (pair) => pair.needId)
  return needs.flatMap(({ id, floor }): ShortNeed[] => {
    const count = invited.get(id) ?? 0
    if (count >= floor) return []
    return [{ needId: id, invited: count, floor, because: (able.get(id) ?? 0) < floor ? 'too-few-able' : 'able-are-at-their-cap' }]
  })
}

function leftOut(people: readonly PlanPerson[], pairs: readonly AblePair[], invitations: readonly AblePair[]): LeftOut[] {
  const able = countBy(pairs, (pair) => pair.personId)
  const invited = countBy(invitations, (pair) => pair.personId)
  return people.flatMap(({ id, cap }): LeftOut[] => {
    if (invited.has(id)) return []
    if (!able.has(id)) return [{ personId: id, because: 'fits-nothing' }]
    return [{ personId: id, because: cap > 0 ? 'better-ones-invited' : 'no-invitations-wanted' }]
  })
}

function countBy<T>(values: readonly T[], key: (value: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(key(value), (counts.get(key(value)) ?? 0) + 1)
  return counts
}
