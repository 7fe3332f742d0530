import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import type { Policy } from './policy.ts'
import { type PolicyProposal, proposeVersion, type ProposalRefusal } from './policy-proposal.ts'
import { policyProposalRoutes, PROPOSAL, RULE_KEEPERS, viewProposal } from './policy-proposal-routes.ts'
import { policyFromForm } from './policy-form.ts'
import { policiesPage, policyEditor, policyPage } from './policy-pages.ts'
import { ByPack, ByVersion, PolicyAnswer, type PolicyBody, PolicyBody as Body, ProposalAnswer } from './policy-schemas.ts'


/** The rules competitions run by: readable by everybody, in every version; followed by new ones, never changed. */
export function policyRoutes(web: Web, services: Services): void {
  policyProposalRoutes(web, services)
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
    path: '/staff/policies', access: RULE_KEEPERS, summary: 'Keep the rules',
    async load(context) {
      const [list, open] = await Promise.all([policies.list(), services.policyProposals.open()])
      return policiesPage(list, 'policies/staff-list', '/staff/policies', context, await Promise.all(open.map((one) => viewProposal(services, one))))
    },
  })
  web.page({ path: '/staff/policies/:id', access: RULE_KEEPERS, params: ByPack, summary: 'A new version of the rules', load: (context) => editor(services, context) })
  web.action({
    path: '/staff/policies/:id', api: '/policies/:id', access: RULE_KEEPERS, params: ByPack, summary: 'Propose a version of the rules', tag: 'policies',
    body: Body, response: ProposalAnswer, refusals: PROPOSAL, successStatus: 201, fromForm: policyFromForm,
    run: (context) => propose(services, context),
    answer: (proposal) => viewProposal(services, proposal),
    then: ({ id }) => ({ to: `/staff/policy-proposals/${id}`, flash: 'policies.proposed' }),
    again: (context, form) => editor(services, context, form),
  })
}

async function newestOf({ policies }: Services, id: string): Promise<Policy | undefined> {
  return (await policies.list()).find((policy) => policy.id === id)
}

type Asked = Context<{ id: string }, unknown, PolicyBody>

async function propose(services: Services, { params, body: { base, ...rules }, actor, now }: Asked): Promise<Outcome<PolicyProposal, ProposalRefusal> | undefined> {
  const newest = await newestOf(services, params.id)
  if (!newest) return undefined
  const outcome = proposeVersion(newId(), newest, base, rules, actor, now)
  if (outcome.ok) await services.policyProposals.insert(outcome.value)
  return outcome
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
