import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { STAFF } from '../../http/access.ts'
import type { Services } from '../../services.ts'
import { waitingGrants } from '../accounts/role-grant-routes.ts'
import { viewNeed } from '../competition/need-view.ts'
import { nextOf } from '../needs/need-pages.ts'
import { deskOf, type Queue, type QueueItem, queueOf, UNDER_WAY } from './queue.ts'

const OFFICER = ['officer'] as const
const Item = Type.Object({
  id: Type.String(), number: Type.String(), title: Type.String(), status: Type.String(), step: Type.String(), who: Type.String(),
  since: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }), waitingDays: Type.Integer(), late: Type.Boolean(), href: Type.String(),
}, { additionalProperties: false })

/** One list of what staff have to do, each a click from its decision; and the desk that leads to everything else. */
export function queueRoutes(web: Web, services: Services): void {
  web.page({ path: '/staff/queue', access: OFFICER, summary: 'Work queue', load: (context) => queuePage(services, context) })
  web.read({
    path: '/queue', access: OFFICER, summary: 'What waits for the staff, longest first', tag: 'needs',
    response: Type.Object({ items: Type.Array(Item), next: Type.Null() }),
    load: async (context) => ({ items: (await queueFor(services, context)).mine.map(answerOf), next: null }),
  })
  web.page({
    path: '/staff', access: STAFF, summary: 'Staff desk',
    load: (context) => deskPage(services, context),
  })
}

async function queueFor({ needs, policies }: Services, { viewer, now }: Context): Promise<Queue> {
  const visible = (await needs.inStatus(UNDER_WAY)).filter((need) => viewNeed(need, viewer))
  return queueOf(visible, now, (await policies.current()).staffDays)
}

async function queuePage(services: Services, context: Context): Promise<Page> {
  const { words } = context
  const [queue, pending, proposals, waiting, policy] = await Promise.all([
    queueFor(services, context), services.organisations.inVerification('pending'), services.policyProposals.open(), waitingWith(services),
    services.policies.current(),
  ])
  const taken = await escalationsFor(services, queue.mine)
  const row = (item: QueueItem) => ({
    ...answerOf(item), next: nextOf({ next: item.next }, words), act: STAFF_ACTS.includes(item.next.key) ? words(`queue.do.${item.next.key}`) : '', waiting: words('queue.waiting', { days: item.waitingDays }),
    escalated: taken.get(item.need.id) ?? '',
  })
  return {
    template: 'queue/queue', title: words('queue.title'),
    model: {
      mine: queue.mine.map(row), others: queue.others.map(row), organisations: pending.length, ...waiting, lateAfter: policy.staffDays,
      proposals: proposals.filter((one) => one.proposedBy !== context.actor.id).length,
      late: queue.mine.filter((item) => item.late).length,
    },
  }
}

/** What waits beside needs: questions to pass on, experts to invite. */
async function waitingWith({ questions, experts }: Services) {
  const [asked, proposed] = await Promise.all([questions.inStatus('asked', MOST), experts.inStatus('proposed', MOST)])
  return { questions: asked.length, experts: proposed.length }
}
const MOST = 100

/** Names of the officers who were asked to take a late matter up, by need; a wait that began later is another matter. */
async function escalationsFor({ notices, people }: Services, items: readonly QueueItem[]): Promise<Map<string, string>> {
  const late = items.filter((item) => item.late)
  const found = await notices.escalations(late.map(({ need }) => need.id))
  const names = await people.names([...found.values()].map((one) => one.person))
  return new Map(late.flatMap(({ need, since }) => {
    const one = found.get(need.id)
    return one && one.at > since ? [[need.id, names.get(one.person) ?? one.person]] : []
  }))
}

function answerOf({ need, next, since, waitingDays, late }: QueueItem) {
  return {
    id: need.id, number: need.number, title: need.content.title, status: need.status, step: next.key, who: next.who, since, waitingDays, late,
    href: deskOf(need.id, next.key),
  }
}

/** Steps that staff take; each is a button with a verb of its own. */
const STAFF_ACTS = [
  'review', 'publish', 'decide-withdrawal', 'decide-amendment', 'open', 'open-second', 'appoint', 'confirm-award', 'confirm-award-second', 'decide-objection',
  'register',
]

/** Administrators have no queue of needs; what waits for them as the second person is said on their desk. */
async function deskPage(services: Services, { actor, words }: Context): Promise<Page> {
  const isAdministrator = actor.roles.includes('administrator')
  const [grants, proposals, erasures] = isAdministrator
    ? await Promise.all([waitingGrants(services, actor.id), services.policyProposals.open(), services.erasures.open()]) : [[], [], []]
  return {
    template: 'queue/desk', title: words('queue.deskTitle'),
    model: {
      places: placesFor(actor.roles, words), grants: grants.filter((one) => !one.own).length, erasures: erasures.length,
      proposals: proposals.filter((one) => one.proposedBy !== actor.id).length,
    },
  }
}

const PLACES: readonly { href: string; key: string; roles: readonly string[] }[] = [
  { href: '/staff/queue', key: 'queue', roles: ['officer'] },
  { href: '/staff/matching', key: 'matching', roles: ['officer'] },
  { href: '/staff/invitations', key: 'invitations', roles: ['officer'] },
  { href: '/staff/organisations', key: 'organisations', roles: ['officer'] },
  { href: '/staff/people', key: 'people', roles: ['administrator'] },
  { href: '/staff/role-grants', key: 'roleGrants', roles: ['administrator'] },
  { href: '/staff/erasures', key: 'erasures', roles: ['administrator'] },
  { href: '/staff/questions', key: 'questions', roles: ['officer'] },
  { href: '/staff/experts', key: 'experts', roles: ['officer'] },
  { href: '/staff/imports', key: 'imports', roles: ['officer'] },
  { href: '/staff/parks', key: 'parks', roles: ['officer'] },
  { href: '/staff/policies', key: 'policies', roles: ['officer', 'administrator'] },
  { href: '/staff/digests', key: 'digests', roles: ['officer'] },
  { href: '/staff/mail', key: 'mail', roles: ['officer', 'administrator'] },
  { href: '/staff/audit', key: 'audit', roles: ['officer', 'administrator', 'auditor'] },
]

function placesFor(roles: readonly string[], words: Context['words']) {
  return PLACES.filter((place) => place.roles.some((role) => roles.includes(role)))
    .map(({ href, key }) => ({ href, title: words(`queue.place.${key}`), text: words(`queue.placeHelp.${key}`) }))
}
