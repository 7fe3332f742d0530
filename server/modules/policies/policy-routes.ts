import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { nextVersion, type Policy, type PolicyRefusal } from './policy.ts'
import { policyFromForm } from './policy-form.ts'
import { policiesPage, policyEditor, policyPage } from './policy-pages.ts'
import { ByPack, ByVersion, PolicyAnswer, type PolicyBody, PolicyBody as Body } from './policy-schemas.ts'

const ADMINISTRATOR = ['administrator'] as const
const REFUSALS: Record<PolicyRefusal, number> = { 'not-administrator': 404, 'policy-unsound': 422, 'version-exists': 409 }

/** The rules competitions run by: readable by everybody, in every version; followed by new ones, never changed. */
export function policyRoutes(web: Web, services: Services): void {
  const { policies } = services
  web.page({
    path: '/policies', access: 'anyone', summary: 'The rules in force',
    load: async (context) => policiesPage(await policies.list(), 'policies/list', '/policies', context),
  })
  web.read({
    path: '/policies', access: 'anyone', summary: 'All versions of all rule packs, newest first', tag: 'policies',
    response: Type.Object({ items: Type.Array(PolicyAnswer), next: Type.Null() }),
    load: async () => ({ items: await policies.list(), next: null }),
  })
  web.page({ path: '/policies/:id/:version', access: 'anyone', params: ByVersion, summary: 'One version of the rules', load: (context) => page(services, context) })
  web.read({
    path: '/policies/:id/:version', access: 'anyone', params: ByVersion, summary: 'One version of the rules', tag: 'policies', response: PolicyAnswer,
    load: ({ params }) => policies.version(params.id, params.version),
  })

  web.page({
    path: '/staff/policies', access: ADMINISTRATOR, summary: 'Keep the rules',
    load: async (context) => policiesPage(await policies.list(), 'policies/staff-list', '/staff/policies', context),
  })
  web.page({ path: '/staff/policies/:id', access: ADMINISTRATOR, params: ByPack, summary: 'A new version of the rules', load: (context) => editor(services, context) })
  web.action({
    path: '/staff/policies/:id', api: '/policies/:id', access: ADMINISTRATOR, params: ByPack, summary: 'Add a version of the rules', tag: 'policies',
    body: Body, response: PolicyAnswer, refusals: REFUSALS, successStatus: 201, fromForm: policyFromForm,
    run: (context) => add(services, context),
    answer: (policy) => policy,
    then: (policy) => ({ to: `/policies/${policy.id}/${policy.version}`, flash: 'policies.added' }),
    again: (context, form) => editor(services, context, form),
  })
}

async function newestOf({ policies }: Services, id: string): Promise<Policy | undefined> {
  return (await policies.list()).find((policy) => policy.id === id)
}

async function add(services: Services, { params, body: { base, ...rules }, actor, now }: Context<{ id: string }, unknown, PolicyBody>): Promise<Outcome<Policy, PolicyRefusal> | undefined> {
  const newest = await newestOf(services, params.id)
  if (!newest) return undefined
  const outcome = nextVersion(newest, base, rules, actor)
  if (!outcome.ok) return outcome
  return (await services.policies.add(outcome.value, { by: actor.id, at: now })) ? outcome : refused('version-exists')
}

async function page(services: Services, context: Context<{ id: string; version: number }>): Promise<Page | undefined> {
  const packs = (await services.policies.list()).filter((policy) => policy.id === context.params.id)
  const [policy, newest] = [packs.find((one) => one.version === context.params.version), packs[0]]
  return policy && newest && policyPage(policy, newest.version, packs.map((one) => one.version), context.now, context)
}

async function editor(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const newest = await newestOf(services, context.params.id)
  return newest && policyEditor(newest, context, form)
}
