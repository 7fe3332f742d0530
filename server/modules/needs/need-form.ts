import { endOfDay, type FormValues, number, rows, text, texts, words } from '../../http/form.ts'
import { YUAN_PER_WAN } from '../../kernel/money.ts'
import type { NeedContent } from '../competition/need.ts'
import type { Policy } from '../policies/policy.ts'
import { civilDate } from '../policies/working-days.ts'

/** The editor's fields as the JSON body that the API takes. Amounts are typed in 万元. */
export function needFromForm(form: FormValues): object {
  return {
    title: text(form, 'title'), summary: text(form, 'summary'), background: text(form, 'background'),
    constraints: text(form, 'constraints'), bidderConditions: text(form, 'bidderConditions'), annex: text(form, 'annex'),
    indicators: rows(form, 'indicators').filter(hasContent).map((row) => ({
      name: text(row, 'name'), comparator: text(row, 'comparator'), value: text(row, 'value'), unit: text(row, 'unit'),
    })),
    criteria: rows(form, 'criteria').map((row) => ({ name: text(row, 'name'), weight: number(row, 'weight') })),
    trlNow: number(form, 'trlNow'), trlWanted: number(form, 'trlWanted'),
    funding: fundingFromForm(form), ipTerms: text(form, 'ipTerms') || null, deadline: endOfDay(form, 'deadline'),
    park: text(form, 'park') || null, tracks: texts(form, 'tracks'), keywords: words(form, 'keywords'),
    ...(form['revision'] === undefined ? {} : { revision: number(form, 'revision') }),
  }
}

/** A row whose comparator was preselected is still an empty row. */
const hasContent = (row: FormValues): boolean => text(row, 'name') !== '' || text(row, 'value') !== ''

function fundingFromForm(form: FormValues): object | null {
  const funding = form['funding']
  const group = typeof funding === 'object' && funding !== null ? (funding as FormValues) : {}
  const amount = number(group, 'amount', YUAN_PER_WAN)
  return amount === null ? null : { kind: text(group, 'kind') || 'budget', amount }
}

/** The stored content as the editor shows it. */
export function needToForm(content: NeedContent, policy: Pick<Policy, 'holidays' | 'workdays' | 'utcOffsetMinutes'>): FormValues {
  const { deadline, keywords, funding, attachments: _attachments, ...rest } = content
  return {
    ...rest,
    deadline: deadline ? civilDate(deadline, policy) : '',
    keywords: keywords.join('，'),
    funding: funding ? { kind: funding.kind, amount: funding.amount / YUAN_PER_WAN } : { kind: 'budget', amount: '' },
  }
}
