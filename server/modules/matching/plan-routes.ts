import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, number, texts } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { isOfficer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import { planPage, plansPage } from './plan-pages.ts'
import { approveInvitations, type InvitationPlanRecord, type PlanRefusal } from './plan-record.ts'

const OFFICER = ['officer'] as const
const CLOSED = { additionalProperties: false }
const SHOWN = 20
const REFUSALS: Record<PlanRefusal, number> = { 'not-staff': 404, 'floor-over-ceiling': 422, 'not-in-plan': 422 }

const few = (most: number, preset: number) => Type.Integer({ minimum: 0, maximum: most, default: preset })
const Settings = Type.Object({ cap: few(50, 2), floor: few(20, 3), ceiling: few(20, 5) }, CLOSED)
const id = Type.String({ minLength: 1, maxLength: 80 })
const Pair = Type.Object({ need: id, team: id }, CLOSED)
const Approval = Type.Object({ pairs: Type.Optional(Type.Array(Pair, { minItems: 1, maxItems: 5000, description: 'Left out: the whole plan' })) }, CLOSED)
const Figures = Type.Object({
  invitations: Type.Integer(), fewestPerNeed: Type.Integer(), needsBelowFloor: Type.Integer(), mostPerPerson: Type.Integer(), totalScore: Type.Number(),
}, CLOSED)
const Place = { need: Type.String(), team: Type.String(), person: Type.String(), score: Type.Number() }
const Plan = Type.Object({
  id: Type.String(), by: Type.String(), at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }), settings: Settings,
  needs: Type.Array(Type.String()), people: Type.Integer(), standing: Type.Array(Type.Object(Place, CLOSED)),
  invitations: Type.Array(Type.Object({ ...Place, state: Type.String() }, CLOSED)),
  shortNeeds: Type.Array(Type.Object({ needId: Type.String(), invited: Type.Integer(), floor: Type.Integer(), because: Type.String() }, CLOSED)),
  leftOut: Type.Array(Type.Object({ personId: Type.String(), because: Type.String() }, CLOSED)),
  figures: Type.Object({ plan: Figures, greedy: Figures, top: Figures }, CLOSED),
}, CLOSED)

/** Whom to invite to what is open: a plan is made, looked at, and taken as a whole or in part. */
export function planRoutes(web: Web, services: Services): void {
  const { plans, planning } = services

  web.page({ path: '/staff/invitations', access: OFFICER, summary: 'Invitation plans', load: (context) => list(services, context) })
  web.read({
    path: '/invitation-plans', access: OFFICER, summary: 'The newest invitation plans', tag: 'matches',
    response: Type.Object({ items: Type.Array(Plan), next: Type.Null() }, CLOSED),
    load: async () => ({ items: (await plans.newest(SHOWN)).map(answerOf), next: null }),
  })
  web.action({
    path: '/staff/invitations', api: '/invitation-plans', access: OFFICER, summary: 'Plan invitations for everything open', tag: 'matches', body: Settings,
    response: Plan, refusals: REFUSALS, successStatus: 201, fromForm: settingsFromForm,
    run: ({ body, actor, now }) => planning.make(body, actor, now),
    answer: answerOf, then: (plan) => ({ to: `/staff/invitations/${plan.id}` }),
    again: (context, form) => list(services, context, form),
  })
  web.page({ path: '/staff/invitations/:id', access: OFFICER, params: BY_ID, summary: 'An invitation plan', load: (context) => one(services, context) })
  web.read({
    path: '/invitation-plans/:id', access: OFFICER, params: BY_ID, summary: 'An invitation plan: who is invited, who is left out and why', tag: 'matches',
    response: Plan,
    async load({ params }) {
      const plan = await plans.find(params.id)
      return plan && answerOf(plan)
    },
  })
  web.action({
    path: '/staff/invitations/:id/approval', api: '/invitation-plans/:id/approval', access: OFFICER, params: BY_ID, tag: 'matches',
    summary: 'Approve a plan or single invitations of it', body: Approval, response: Plan, refusals: REFUSALS, fromForm: approvalFromForm,
    run: ({ params, body, actor, now }) => plans.decide(params.id, (plan) => approveInvitations(plan, body.pairs, actor, now)),
    answer: answerOf, then: (plan) => ({ to: `/staff/invitations/${plan.id}`, flash: 'matching.planApproved' }),
    again: (context, form) => one(services, context, form),
  })
}

const settingsFromForm = (form: FormValues): object => ({ cap: number(form, 'cap'), floor: number(form, 'floor'), ceiling: number(form, 'ceiling') })

/** A button stands for one pair or, without a value, for the whole plan. */
function approvalFromForm(form: FormValues): object {
  const pairs = texts(form, 'pair').map((pair) => pair.split(' ')).map(([need = '', team = '']) => ({ need, team }))
  return pairs.length > 0 ? { pairs } : {}
}

function answerOf({ id, by, at, settings, needs, people, standing, invitations, shortNeeds, leftOut, figures }: InvitationPlanRecord) {
  return { id, by, at, settings, needs, people, standing, invitations, shortNeeds, leftOut, figures }
}

async function list(services: Services, context: Context, form?: FormState): Promise<Page> {
  const found = await services.plans.newest(SHOWN)
  return plansPage(found, await services.people.names(found.map((plan) => plan.by)), context, form)
}

async function one(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const plan = await services.plans.find(context.params.id)
  if (!plan || !isOfficer(context.viewer)) return undefined
  const places = [...plan.invitations, ...plan.standing]
  const [needs, teams, people] = await Promise.all([
    services.needs.findMany(plan.needs), services.teams.names(places.map((place) => place.team)),
    services.people.names([plan.by, ...places.map((place) => place.person), ...plan.leftOut.map((left) => left.personId)]),
  ])
  return planPage(plan, { needs: new Map(needs.map((need) => [need.id, need])), teams, people }, context, form)
}
