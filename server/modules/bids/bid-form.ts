import { type FormValues, number, rows, text, texts } from '../../http/form.ts'
import { YUAN_PER_WAN } from '../../kernel/money.ts'
import type { BidContent } from './bid.ts'

/** The editor's fields as the JSON body that the API takes. The cost is typed in 万元. */
export function bidFromForm(form: FormValues): object {
  return {
    route: text(form, 'route'), plan: text(form, 'plan'), team: text(form, 'team'),
    milestones: rows(form, 'milestones').map((row) => ({ title: text(row, 'title'), month: number(row, 'month'), share: number(row, 'share') })),
    cost: number(form, 'cost', YUAN_PER_WAN), achievements: texts(form, 'achievements'), noConflict: text(form, 'noConflict') === 'yes',
    bid: text(form, 'bid') || 'new', revision: number(form, 'revision') ?? 0,
    ...(text(form, 'needVersion') ? { needVersion: number(form, 'needVersion') } : {}),
  }
}

/** The stored content as the editor shows it. */
export function bidToForm({ cost, noConflict, attachments: _files, ...rest }: BidContent): FormValues {
  return { ...rest, cost: cost === null ? '' : cost / YUAN_PER_WAN, noConflict: noConflict ? 'yes' : '' }
}
