import type { TSchema } from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, texts } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { type Actor, hasRole, type OrganisationKind } from '../../kernel/actor.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { listPeople } from './account-lists.ts'
import { PeopleList, PeopleQuery, PersonAnswer, RolesBody } from './account-schemas.ts'
import { type PersonView, viewPerson } from './account-views.ts'
import { acceptMember, changeRoles, declineMember, type MembershipRefusal, setActive } from './membership.ts'
import { peoplePage, personPage } from './people-pages.ts'
import type { Person } from './person.ts'
import { isEnrolled } from './second-factor.ts'

const REFUSALS: Record<MembershipRefusal, number> = {
  'not-manager': 404, 'own-account': 403, 'not-requested': 409, 'not-member': 409, 'role-not-allowed': 422, 'roles-incompatible': 422,
}
const MANAGERS = ['manager', 'administrator'] as const

/** The people of an organisation: who may do what, and who comes in. */
export function peopleRoutes(web: Web, services: Services): void {
  readingRoutes(web, services)
  const decide = decisionsOf(web, services)
  decide<RolesBody>('acceptance', 'Let somebody in who asked to join', 'accounts.accepted', WITH_ROLES, (person, kind, { body, actor, now }) =>
    acceptMember(person, body.roles, kind, actor, now))
  decide<RolesBody>('roles', 'Say what somebody may do', 'accounts.rolesSaved', WITH_ROLES, (person, kind, { body, actor, now }) =>
    changeRoles(person, body.roles, kind, actor, now))
  decide('refusal', 'Turn somebody down who asked to join', 'accounts.declined', BARE, (person, _, { actor, now }) => declineMember(person, actor, now))
  decide('deactivation', 'Switch an account off', 'accounts.deactivated', BARE, (person, _, { actor, now }) => setActive(person, false, actor, now))
  decide('reactivation', 'Switch an account on again', 'accounts.reactivated', BARE, (person, _, { actor, now }) => setActive(person, true, actor, now))
}

const BARE = { body: NOTHING as TSchema }
const WITH_ROLES = { body: RolesBody as TSchema, fromForm: (form: FormValues): object => ({ roles: texts(form, 'roles') }) }

function readingRoutes(web: Web, services: Services): void {
  web.page({
    path: '/people/:id', access: 'signed-in', params: BY_ID, summary: 'A member and what may be done about their account',
    load: (context) => page(services, context),
  })
  web.read({
    path: '/people/:id', access: 'signed-in', params: BY_ID, summary: 'A person, as the caller may see them', tag: 'people', response: PersonAnswer,
    load: ({ params, viewer }) => read(services, params.id, viewer),
  })
  web.read({
    path: '/people', access: 'signed-in', query: PeopleQuery, summary: 'People of one’s organisation; of all for administrators', tag: 'people',
    response: PeopleList, load: ({ query, viewer }) => listPeople(services, query, viewer),
  })
  web.page({
    path: '/staff/people', access: ['administrator'], query: PeopleQuery, summary: 'Everybody’s account',
    async load(context) {
      const list = await listPeople(services, context.query, context.viewer)
      return peoplePage(list, await services.organisations.names(list.items.map((one) => one.organisation)), context.query.q ?? '', context)
    },
  })
}

interface Asked<B> { body: B; actor: Actor; now: Date }
type Rule<B> = (person: Person, kind: OrganisationKind, asked: Asked<B>) => Outcome<Person, MembershipRefusal>

/** All decisions on a person look alike: a rule, its page and what is said afterwards. */
function decisionsOf(web: Web, services: Services) {
  return <B>(what: string, summary: string, flash: string, form: { body: TSchema; fromForm?: (form: FormValues) => object }, rule: Rule<B>): void => {
    web.action({
      ...form, path: `/people/:id/${what}`, access: MANAGERS, params: BY_ID, summary, tag: 'people', response: PersonAnswer, refusals: REFUSALS,
      run: ({ params, actor, now, ...rest }) => decide(services, params.id, (person, kind) => rule(person, kind, { body: rest.body as B, actor, now })),
      answer: (person, { viewer }) => seen(person, viewer),
      then: ({ id, membership }) => ({ to: membership === 'refused' ? '/my/organisation' : `/people/${id}`, flash }),
      again: (context) => page(services, context),
    })
  }
}

async function decide(services: Services, id: string, rule: (person: Person, kind: OrganisationKind) => Outcome<Person, MembershipRefusal>) {
  const person = await services.people.find(id)
  const organisation = person && (await services.organisations.find(person.organisation))
  return organisation && services.people.decide(id, (current) => rule(current, organisation.kind))
}

async function read({ people }: Services, id: string, viewer: Context['viewer']): Promise<PersonView | undefined> {
  const found = await people.find(id)
  return found && viewPerson(found, viewer)
}

async function page(services: Services, context: Context<{ id: string }>): Promise<Page | undefined> {
  const view = await read(services, context.params.id, context.viewer)
  const organisation = view && (await services.organisations.find(view.organisation))
  const { viewer } = context
  const mayReset = hasRole(viewer, 'administrator') && viewer?.id !== context.params.id && isEnrolled(await services.secondFactors.find(context.params.id))
  return organisation && personPage(view, organisation, mayReset, context)
}

export function seen(person: Person, viewer: Context['viewer']): PersonView {
  const view = viewPerson(person, viewer)
  if (!view) throw new Error('whoever decided on a person can see them')
  return view
}
