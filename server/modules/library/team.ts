import { type Actor, belongsTo, hasRole, isOfficer, type Viewer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

/** What the lead writes about a team. */
export interface TeamContent {
  name: string
  /** Everybody of it who has an account, the lead included. */
  members: string[]
  profile: string
  keywords: string[]
  tracks: string[]
  district: string
  /** Projects it can still take on this year. */
  capacity: number
}

/** A team that can bid: a lead with profile, tracks and capacity. Public once its organisation is verified. */
export interface Team extends Aggregate, TeamContent {
  organisation: string
  /** The person who leads it. */
  lead: string
  /** Projects delivered through the market. */
  delivered: number
  source: string | null
  /** When its profile last changed here; absent for what the seed brought. */
  changedAt?: Date
}

export type TeamRefusal = 'not-lead' | 'unknown-member'

export const mayLeadTeam = (viewer: Viewer): boolean => hasRole(viewer, 'researcher')

/** The lead keeps the team; officers keep what was imported. */
export function mayKeepTeam(team: Pick<Team, 'lead' | 'source'>, viewer: Viewer): boolean {
  return (mayLeadTeam(viewer) && viewer?.id === team.lead) || (isOfficer(viewer) && team.source !== null)
}

/** `colleagues`: ids of the people of the lead's organisation, of whom members are chosen. */
export function createTeam(
  id: string, content: TeamContent, colleagues: readonly string[], actor: Actor, now: Date,
): Outcome<Team, TeamRefusal> {
  if (!mayLeadTeam(actor)) return refused('not-lead')
  const blank: Team = {
    ...content, id, revision: 0, events: [], organisation: actor.organisation, lead: actor.id, delivered: 0, source: null,
  }
  return withMembers(blank, content, colleagues, { type: 'team-created', by: actor.id, at: now })
}

export function editTeam(
  team: Team, content: TeamContent, colleagues: readonly string[], actor: Actor, now: Date,
): Outcome<Team, TeamRefusal> {
  if (!mayKeepTeam(team, actor)) return refused('not-lead')
  return withMembers(team, content, colleagues, { type: 'team-edited', by: actor.id, at: now })
}

/** Who was a member stays one even after leaving the organisation; nobody else's people can be added. */
function withMembers(
  team: Team, content: TeamContent, colleagues: readonly string[], decision: { type: string; by: string; at: Date },
): Outcome<Team, TeamRefusal> {
  const known = new Set([...colleagues, ...(team.revision === 0 ? [] : team.members), team.lead])
  if (content.members.some((person) => !known.has(person))) return refused('unknown-member', { members: 'error.choice' })
  const members = [...new Set([team.lead, ...content.members])]
  return done(record(team, { ...content, members, changedAt: decision.at }, decision))
}

export interface TeamView extends Omit<Team, 'events' | 'source' | 'changedAt' | 'lead' | 'members'> {
  changedAt: Date | null
  /** Whoever is signed in learns who leads it; its own organisation and officers learn who belongs to it. */
  lead?: string
  members?: string[]
  keeper: boolean
}

/** The one place that decides who sees a team; undefined means it does not exist for them. */
export function viewTeam(team: Team, viewer: Viewer, organisationVerified: boolean): TeamView | undefined {
  const inside = belongsTo(viewer, team.organisation) || isOfficer(viewer)
  if (!organisationVerified && !inside) return undefined
  const { events: _events, source: _source, changedAt = null, lead, members, ...shown } = team
  return {
    ...shown, changedAt, keeper: mayKeepTeam(team, viewer),
    ...(viewer ? { lead } : {}), ...(inside ? { members } : {}),
  }
}
