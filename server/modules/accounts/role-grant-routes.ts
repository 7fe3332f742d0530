import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, texts } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Role } from '../../kernel/actor.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { PersonAnswer, RolesBody } from './account-schemas.ts'
import { declineRoles, grantRoles, type GrantRefusal } from './membership.ts'
import { rolesIn } from './organisation-pages.ts'
import type { Person } from './person.ts'
import { seen } from './people-routes.ts'

const REFUSALS: Record<GrantRefusal, number> = {
  'not-administrator': 404, 'nothing-proposed': 409, 'proposal-changed': 409, 'own-proposal': 403, 'own-account': 403, 'proposer-gone': 409,
  'role-not-allowed': 422, 'roles-incompatible': 422,
}
const ADMINISTRATOR = ['administrator'] as const
const when = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })
const Item = Type.Object({ person: Type.String(), name: Type.String(), roles: Type.Array(Type.String()), proposedBy: Type.String(), at: when, own: Type.Boolean() })
export interface GrantItem { person: string; name: string; roles: Role[]; proposedBy: string; at: Date; own: boolean }

/** Roles of the staff take two administrators: one proposes them with the person's other roles, another grants them here. */
export function roleGrantRoutes(web: Web, services: Services): void {
  const show = (context: Context): Promise<Page> => page(services, context)
  web.page({ path: '/staff/role-grants', access: ADMINISTRATOR, summary: 'Roles that wait for a second administrator', load: show })
  web.read({
    path: '/role-grants', access: ADMINISTRATOR, summary: 'Roles that wait for a second administrator', tag: 'people',
    response: Type.Object({ items: Type.Array(Item), next: Type.Null() }),
    load: async ({ actor }) => ({ items: await waitingGrants(services, actor.id), next: null }),
  })
  const common = { access: ADMINISTRATOR, params: BY_ID, tag: 'people', response: PersonAnswer, refusals: REFUSALS, again: show } as const
  web.action({
    ...common, path: '/people/:id/role-grant', summary: 'Grant roles that another administrator proposed', body: RolesBody,
    fromForm: (form: FormValues) => ({ roles: texts(form, 'roles') }),
    run: ({ params, body, actor, now }) => grant(services, params.id, (person, facts) => grantRoles(person, { ...facts, seen: body.roles }, actor, now)),
    answer: (person, { viewer }) => seen(person, viewer),
    then: () => ({ to: '/staff/role-grants', flash: 'accounts.rolesGranted' }),
  })
  web.action({
    ...common, path: '/people/:id/role-grant/refusal', summary: 'Turn down or take back proposed roles', body: NOTHING,
    run: ({ params, actor, now }) => services.people.decide(params.id, (person) => declineRoles(person, actor, now)),
    answer: (person, { viewer }) => seen(person, viewer),
    then: () => ({ to: '/staff/role-grants', flash: 'accounts.rolesDeclined' }),
  })
}

type Rule = (person: Person, facts: { proposerStands: boolean; kind: Parameters<typeof grantRoles>[1]['kind'] }) => Outcome<Person, GrantRefusal>

async function grant({ people, organisations }: Services, id: string, rule: Rule): Promise<Outcome<Person, GrantRefusal | 'conflict'> | undefined> {
  const person = await people.find(id)
  const organisation = person && (await organisations.find(person.organisation))
  if (!organisation) return undefined
  const administrators = new Set((await people.withRole('administrator')).map((one) => one.id))
  return people.decide(id, (current) => rule(current, { kind: organisation.kind, proposerStands: administrators.has(current.roleProposal?.by ?? '') }))
}

export async function waitingGrants({ people }: Pick<Services, 'people'>, reader: string): Promise<GrantItem[]> {
  const waiting = await people.withRoleProposal()
  const names = await people.names(waiting.map((one) => one.roleProposal?.by ?? ''))
  return waiting.flatMap(({ id, name, roleProposal }) => roleProposal
    ? [{ person: id, name, roles: roleProposal.roles, proposedBy: names.get(roleProposal.by) ?? roleProposal.by, at: roleProposal.at, own: roleProposal.by === reader }] : [])
}

async function page(services: Services, context: Context): Promise<Page> {
  const [items, administrators] = await Promise.all([waitingGrants(services, context.actor.id), services.people.withRole('administrator')])
  return {
    template: 'accounts/role-grants', title: context.words('accounts.roleGrants'),
    model: { items: items.map((one) => ({ ...one, asked: one.roles, roles: rolesIn(one.roles, context) })), alone: administrators.length < 2 },
  }
}
