import { type Actor, CLOCK } from '../../server/kernel/actor.ts'
import { NEED_EVENTS } from '../../server/modules/competition/decide.ts'
import type { Due, Need, NeedContent, NeedStatus } from '../../server/modules/competition/need.ts'
import { civilDate, isWorkingDay } from '../../server/modules/policies/working-days.ts'
import type { World } from './machine-moves.ts'
import { ACTORS } from './machine-moves.ts'

export interface Step { before: Need; after: Need; actor: Actor; now: Date; world: World }

const ENDS: NeedStatus[] = ['executing', 'rejected', 'withdrawn', 'failed']
const actorOf = (id: string): Actor | undefined => ACTORS.find((one) => one.id === id)
const openOnes = (need: Need) => need.objections.filter((one) => ['filed', 'accepted'].includes(one.status))
const freshEvents = ({ before, after }: Step) => after.events.slice(before.events.length)
const entered = ({ before, after }: Step, status: NeedStatus): boolean => after.status === status && before.status !== status

/** What must hold after every step, in words → whether it does. Written from the policy, not from the rules' code. */
export function brokenRules(step: Step): string[] {
  return Object.entries(RULES).filter(([, holds]) => !holds(step)).map(([rule]) => rule)
}

const RULES: Record<string, (step: Step) => boolean> = {
  'an end stays an end': ({ before }) => !ENDS.includes(before.status),
  'revision counts the events': ({ before, after }) =>
    after.revision > before.revision && after.revision - before.revision === after.events.length - before.events.length,
  'events are only added': ({ before, after }) => before.events.every((event, i) => after.events[i] === event),
  'events say who, when and what': (step) => freshEvents(step).every((event, i) =>
    event.by === step.actor.id && event.at === step.now && event.id === `${step.after.id}.${step.before.revision + i + 1}`
    && (NEED_EVENTS as readonly string[]).includes(event.type)),
  'the last event names the state': (step) => freshEvents(step).at(-1)?.data['status'] === step.after.status,
  'the date of entering a state is kept': (step) => step.before.status === step.after.status || step.after.entered[step.after.status] === step.now,
  'what is due follows from the state': ({ after }) => JSON.stringify(after.due) === JSON.stringify(dueIn(after)),
  'identity and author never change': ({ before, after }) =>
    before.id === after.id && before.number === after.number && before.organisation === after.organisation && before.createdBy === after.createdBy,
  'content is frozen from submission on, but for a later deadline and what is amended': contentFrozen,
  'an amendment is agreed to by an officer who neither asked for it nor wrote the need': (step) => !amended(step)
    || (step.actor.roles.includes('officer') && ![step.before.amendment?.by, step.before.createdBy].includes(step.actor.id)),
  'each amendment is one more version, told with what it changed': versioned,
  'after an amendment everybody has the days the policy promises': (step) => !amended(step) || daysLeft(step) >= step.world.policy.lateEditDays,
  'an amendment waits only in an open competition': ({ after }) => after.amendment === null || after.status === 'published',
  'nothing is published that somebody else has not approved': (step) => !entered(step, 'approved') || approvedByAnother(step),
  'bidders get the days the policy promises': (step) => !entered(step, 'approved') || daysLeft(step) >= step.world.policy.minOpenDays,
  'only the deadline closes': (step) => !entered(step, 'closed') || (step.actor === CLOCK && daysLeft(step) <= 0 && step.world.ranking.length >= step.world.policy.minBids),
  'a request to withdraw lives only in an open competition': ({ after }) => after.withdrawalRequest === null || after.status === 'published',
  'two people of two sides open, none a bidder': (step) => !entered(step, 'evaluating') || openedByTwo(step),
  'no reviewer who counts belongs to issuer or bidder': ({ after, world }) => after.panel.every((one) =>
    one.conflict === 'declared' || ![after.organisation, ...world.ranking.map((bid) => bid.organisation)].includes(one.organisation)),
  'nobody sits twice on the panel': ({ after }) => new Set(after.panel.map((one) => one.person)).size === after.panel.length,
  'no award without a quorum': (step) => !entered(step, 'proposed') || quorumOf(step.before, step.world),
  'no winner below the threshold or after declining': ({ after, world }) => after.award === null || after.status === 'failed'
    || (!after.award.declined.includes(after.award.winner) && (world.ranking.find((one) => one.bid === after.award?.winner)?.total ?? 0) >= world.policy.thresholdScore),
  'who stepped back is not asked again': ({ after }) => !steppedBack(after).includes(after.award?.winner ?? '') || after.status === 'failed',
  'nobody confirms their own proposal': ({ after }) => !after.award?.confirmedBy
    || (after.award.confirmedBy !== after.award.proposedBy && actorOf(after.award.confirmedBy)?.roles.includes('officer') === true),
  'publicity ends with a working day yet to come': (step) => !freshPublicity(step) || endsWell(step),
  'objections are open in publicity only': ({ after }) => openOnes(after).length === 0 || after.status === 'publicised',
  'no contracting before the end of publicity or with an open objection': (step) => !entered(step, 'contracting')
    || (step.actor === CLOCK && openOnes(step.before).length === 0 && (step.before.award?.publicityEnds ?? step.now) <= step.now),
  'no project without two signatures and a registration': (step) => !entered(step, 'executing')
    || (new Set(step.after.contract?.signatures.map((one) => one.side)).size === 2 && Boolean(step.after.contract?.registration?.trim())),
  'each side signs for itself': ({ after }) => (after.contract?.signatures ?? []).every(({ side, person }) =>
    actorOf(person)?.organisation === (side === 'issuer' ? after.organisation : after.award?.winnerOrganisation)),
  'a contract exists in contracting and after only': ({ after }) => after.contract === null || ['contracting', 'executing'].includes(after.status),
}

function dueIn(need: Need): Due | null {
  if (need.status === 'approved') return need.publishAt ? { what: 'publish', at: need.publishAt } : null
  if (need.status === 'published') return { what: 'close', at: need.content.deadline as Date }
  if (need.status === 'publicised') return openOnes(need).length > 0 ? null : { what: 'end-publicity', at: need.award?.publicityEnds as Date }
  const signed = need.contract?.signatures.length === 2
  return need.status === 'contracting' && !signed ? { what: 'end-signing', at: need.signingEnds as Date } : null
}

function contentFrozen({ before, after }: Step): boolean {
  if (before.content === after.content) return true
  const { deadline: earlier, ...rest } = before.content
  const { deadline: later, ...same } = after.content
  if (before.status === 'draft') return after.contentVersion === before.contentVersion + 1
  if (before.status !== 'published') return false
  if (after.contentVersion > before.contentVersion) return (later ?? 0) >= (earlier ?? 0) && JSON.stringify(frozenPart(rest)) === JSON.stringify(frozenPart(same))
  return JSON.stringify(rest) === JSON.stringify(same) && (later ?? 0) > (earlier ?? 0)
}

/** What bidders are measured and paid by, and what the need is called. */
const frozenPart = ({ title, funding, ipTerms, criteria, tracks, keywords, park, annex, attachments }: Omit<NeedContent, 'deadline'>) =>
  [title, funding, ipTerms, criteria, tracks, keywords, park, annex, attachments]

const amended = ({ before, after }: Step): boolean => before.status === 'published' && after.contentVersion !== before.contentVersion

function versioned(step: Step): boolean {
  const { before, after, now } = step
  if (!amended(step)) return after.history === before.history
  const last = after.history.at(-1)
  const fields = Object.keys(last?.after ?? {}) as (keyof NeedContent)[]
  return after.contentVersion === before.contentVersion + 1 && after.history.length === before.history.length + 1
    && last?.version === after.contentVersion && last.at === now && fields.length > 0
    && fields.every((field) => last.before[field as 'summary'] === before.content[field] && last.after[field as 'summary'] === after.content[field])
}

function approvedByAnother({ after, actor }: Step): boolean {
  const handedIn = after.events.findLast((event) => event.type === 'need-submitted')
  return actor.roles.includes('officer') && actor.id !== after.createdBy && actor.id !== handedIn?.by
}

/** Since the award was proposed last. */
function steppedBack({ events }: Need): unknown[] {
  const since = events.slice(events.findLastIndex((event) => event.type === 'award-proposed'))
  return since.filter((event) => ['award-declined', 'signing-missed'].includes(event.type)).map((event) => event.data['winner'])
}

const daysLeft = ({ after, now }: Step): number =>
  ((after.content.deadline?.getTime() ?? 0) - Math.max(now.getTime(), after.publishAt?.getTime() ?? 0)) / 86_400_000

/** Entered from `closed`; later it is entered again by whoever sends an award back. */
function openedByTwo({ before, after, world }: Step): boolean {
  if (before.status !== 'closed') return after.minutes === before.minutes
  const openers = (after.minutes?.by ?? []).map(actorOf)
  const bidders = world.ranking.map((one) => one.organisation)
  const ofIssuer = openers.filter((one) => one?.organisation === after.organisation).length
  return openers.length === 2 && ofIssuer === 1 && openers[0]?.id !== openers[1]?.id
    && openers.some((one) => one?.organisation !== after.organisation && one?.roles.includes('officer'))
    && openers.every((one) => one && !bidders.includes(one.organisation))
}

function quorumOf(need: Need, { policy }: World): boolean {
  const counting = need.panel.filter((one) => one.conflict !== 'declared')
  return counting.length >= policy.panel.min && counting.length % 2 === 1 && counting.every((one) => one.conflict === 'none' && one.submitted)
}

const freshPublicity = ({ before, after }: Step): boolean =>
  after.status === 'publicised' && before.award?.publicityEnds?.getTime() !== after.award?.publicityEnds?.getTime()

function endsWell({ after, now, world }: Step): boolean {
  const ends = after.award?.publicityEnds as Date
  return ends > now && isWorkingDay(civilDate(new Date(ends.getTime() - 1), world.policy), world.policy)
}
