import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { enact } from './policy-enactment.ts'
import { approveProposal, changesIn, declineProposal, type PolicyProposal, type ProposalRefusal, withdrawProposal } from './policy-proposal.ts'
import { proposalPage } from './policy-pages.ts'
import { ProposalAnswer, type ProposalView } from './policy-schemas.ts'

export const RULE_KEEPERS = ['officer', 'administrator'] as const
export const PROPOSAL: Record<ProposalRefusal, number> = {
  'not-rule-keeper': 404, 'policy-unsound': 422, 'version-exists': 409, 'proposal-decided': 409, 'own-proposal': 403, 'not-own-proposal': 403,
  'proposer-gone': 409, 'reason-missing': 422,
}
const Reason = Type.Object({ reason: Type.String({ maxLength: 1000, default: '' }) }, { additionalProperties: false })

/** New versions that wait for a second person: what they change, and the decision. */
export function policyProposalRoutes(web: Web, services: Services): void {
  const show = (context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> => page(services, context, form)
  web.page({ path: '/staff/policy-proposals/:id', access: RULE_KEEPERS, params: BY_ID, summary: 'A proposed version of the rules', load: (context) => show(context) })
  web.read({
    path: '/policy-proposals', access: RULE_KEEPERS, summary: 'Proposed versions that wait for a second person', tag: 'policies',
    response: Type.Object({ items: Type.Array(ProposalAnswer), next: Type.Null() }),
    load: async () => ({ items: await Promise.all((await services.policyProposals.open()).map((one) => viewProposal(services, one))), next: null }),
  })
  web.read({
    path: '/policy-proposals/:id', access: RULE_KEEPERS, params: BY_ID, summary: 'A proposed version of the rules', tag: 'policies', response: ProposalAnswer,
    async load({ params }) {
      const found = await services.policyProposals.find(params.id)
      return found && viewProposal(services, found)
    },
  })
  decisionRoutes(web, services, show)
}

function decisionRoutes(web: Web, services: Services, show: (context: Context<{ id: string }>, form?: FormState) => Promise<Page | undefined>): void {
  const common = {
    access: RULE_KEEPERS, params: BY_ID, tag: 'policies', response: ProposalAnswer, refusals: PROPOSAL, again: show,
    answer: (proposal: PolicyProposal) => viewProposal(services, proposal),
  } as const
  web.action({
    ...common, path: '/staff/policy-proposals/:id/approval', api: '/policy-proposals/:id/approval', summary: 'Approve a proposed version; it is in force for what is published from now on',
    body: NOTHING, run: (context) => approve(services, context),
    then: ({ pack, base }) => ({ to: `/policies/${pack}/${base + 1}`, flash: 'policies.added' }),
  })
  web.action({
    ...common, path: '/staff/policy-proposals/:id/refusal', api: '/policy-proposals/:id/refusal', summary: 'Turn a proposed version down', body: Reason,
    fromForm: (form) => ({ reason: text(form, 'reason') }),
    run: ({ params, body, actor, now }) => services.policyProposals.decide(params.id, (one) => declineProposal(one, body.reason, actor, now)),
    then: () => ({ to: '/staff/policies', flash: 'policies.declined' }),
  })
  web.action({
    ...common, path: '/staff/policy-proposals/:id/withdrawal', api: '/policy-proposals/:id/withdrawal', summary: 'Take one’s proposed version back', body: NOTHING,
    run: ({ params, actor, now }) => services.policyProposals.decide(params.id, (one) => withdrawProposal(one, actor, now)),
    then: () => ({ to: '/staff/policies', flash: 'policies.withdrawn' }),
  })
}

async function approve(services: Services, { params, actor, now }: Context<{ id: string }>): Promise<Outcome<PolicyProposal, ProposalRefusal | 'conflict'> | undefined> {
  const found = await services.policyProposals.find(params.id)
  if (!found) return undefined
  const newest = await services.policies.current(found.pack)
  const proposer = await services.people.find(found.proposedBy)
  const stands = proposer?.active === true && RULE_KEEPERS.some((role) => proposer.roles.includes(role))
  const outcome = await services.policyProposals.decide(found.id, (one) => approveProposal(one, newest, stands, actor, now))
  if (!outcome?.ok) return outcome
  return (await enact(services, outcome.value)) === 'enacted' ? done(outcome.value) : refused('version-exists')
}

export async function viewProposal({ policies, people }: Services, proposal: PolicyProposal): Promise<ProposalView> {
  const { id, pack, base, state, proposedBy, proposedAt, reason, rules } = proposal
  const before = await policies.version(pack, base)
  const names = await people.names([proposedBy])
  return { id, pack, base, state, proposedBy: names.get(proposedBy) ?? proposedBy, proposedAt, reason, changes: before ? changesIn(before, rules) : [] }
}

async function page(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const found = await services.policyProposals.find(context.params.id)
  return found && proposalPage(await viewProposal(services, found), found.proposedBy === context.actor.id, context, form)
}
