import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { Policy } from './policy.ts'
import { policyToForm } from './policy-form.ts'
import type { ProposalView } from './policy-schemas.ts'

type Reader = Pick<Context, 'locale' | 'words'>

export const policyName = (policy: Policy, { locale }: Reader): string => (locale === 'en' ? policy.name.en : policy.name.zh)

/** A version of the rules as sentences, in the order a competition meets them. */
function sentencesOf(policy: Policy, { words }: Reader) {
  const { minOpenDays, lateEditDays, staffDays, minBids, panel, thresholdScore, publicityWorkingDays, signingDays, amountInPublicity } = policy
  const said: [string, Record<string, unknown>][] = [
    ['open', { count: minOpenDays }], ['late', { count: lateEditDays }], ['sealed', {}], ['bids', { count: minBids }],
    ['panel', { min: panel.min, max: panel.max }], ['threshold', { score: thresholdScore }],
    [amountInPublicity ? 'publicityWithAmount' : 'publicity', { count: publicityWorkingDays }], ['signing', { count: signingDays }], ['staff', { count: staffDays }],
  ]
  return said.map(([name, values]) => ({ label: words(`policies.step.${name}`), text: words(`policies.rule.${name}`, values) }))
}

export function policyPage(policy: Policy, newest: number, versions: readonly number[], now: Date, reader: Reader): Page {
  const { words } = reader
  const year = now.getUTCFullYear()
  return {
    template: 'policies/policy',
    title: policyName(policy, reader),
    model: {
      version: words('policies.version', { version: policy.version }), inForce: policy.version === newest,
      currentHref: `/policies/${policy.id}/${newest}`, rules: sentencesOf(policy, reader),
      holidays: policy.holidays.filter((date) => Number(date.slice(0, 4)) >= year), workdays: policy.workdays.filter((date) => Number(date.slice(0, 4)) >= year),
      others: versions.filter((one) => one !== policy.version).map((one) => ({ href: `/policies/${policy.id}/${one}`, label: words('policies.version', { version: one }) })),
    },
  }
}

export function policiesPage(packs: readonly Policy[], template: 'policies/list' | 'policies/staff-list', base: string, reader: Reader, proposals: readonly ProposalView[] = []): Page {
  const { words } = reader
  const newest = packs.filter((one) => packs.every((other) => other.id !== one.id || other.version <= one.version))
  return {
    template,
    title: words(template === 'policies/list' ? 'policies.title' : 'policies.staffTitle'),
    model: {
      packs: newest.map((policy) => ({
        href: base === '/policies' ? `/policies/${policy.id}/${policy.version}` : `${base}/${policy.id}`, name: policyName(policy, reader),
        version: words('policies.version', { version: policy.version }), rules: sentencesOf(policy, reader),
        count: packs.filter((one) => one.id === policy.id).length,
      })),
      proposals: proposals.map((one) => ({ ...one, href: `/staff/policy-proposals/${one.id}`, title: words('policies.proposalTitle', { version: one.base + 1 }) })),
    },
  }
}

/** What a proposal changes, beside what is in force; the second person decides here. */
export function proposalPage(proposal: ProposalView, own: boolean, { words }: Pick<Context, 'words'>, form?: FormState): Page {
  return {
    template: 'policies/proposal', title: words('policies.proposalTitle', { version: proposal.base + 1 }), ...(form ? { form } : {}),
    model: {
      proposal, own, open: proposal.state === 'open', state: words(`policies.state.${proposal.state}`),
      changes: proposal.changes.map(({ field, before, after }) => ({ label: words(`policies.${LABELS[field] ?? field}`), before: shown(before, words), after: shown(after, words) })),
    },
  }
}

/** Fields whose words in the editor go by another name. */
const LABELS: Record<string, string> = { 'name.zh': 'nameZh', 'name.en': 'nameEn', 'panel.min': 'panelMin', 'panel.max': 'panelMax', utcOffsetMinutes: 'utcOffset' }

function shown(value: unknown, words: Context['words']): string {
  if (typeof value === 'boolean') return words(value ? 'policies.yes' : 'policies.no')
  return Array.isArray(value) ? value.join(' ') || '–' : String(value)
}

export function policyEditor(newest: Policy, reader: Reader, form?: FormState): Page {
  const { words } = reader
  return {
    template: 'policies/editor',
    title: words('policies.newVersion', { name: policyName(newest, reader) }),
    ...(form ? { form } : {}),
    model: { policy: newest, values: policyToForm(newest), action: `/staff/policies/${newest.id}` },
  }
}
