import Type, { type Static } from 'typebox'
import { endOfDay, type FormValues, number, rows, text } from '../../http/form.ts'
import type { AmendmentProposal } from '../competition/amendment.ts'
import { NeedBody } from '../needs/need-schemas.ts'

const CLOSED = { additionalProperties: false }
const { summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted, deadline } = NeedBody.properties

/** The whole of what may be changed, as it shall be, and why; the question it follows from, if it does. */
export const AmendmentBody = Type.Object({
  summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted, deadline,
  reason: Type.String({ maxLength: 2000, default: '' }),
  question: Type.Unsafe<string | null>({ anyOf: [{ type: 'null' }, { type: 'string', maxLength: 80 }], default: null }),
}, CLOSED)
export type AmendmentBody = Static<typeof AmendmentBody>

export function amendmentFromForm(form: FormValues): object {
  const filled = rows(form, 'indicators').filter((row) => text(row, 'name') !== '' || text(row, 'value') !== '')
  return {
    summary: text(form, 'summary'), background: text(form, 'background'), constraints: text(form, 'constraints'),
    bidderConditions: text(form, 'bidderConditions'), reason: text(form, 'reason'), question: text(form, 'question') || null,
    trlNow: number(form, 'trlNow'), trlWanted: number(form, 'trlWanted'), deadline: endOfDay(form, 'deadline'),
    indicators: filled.map((row) => ({ name: text(row, 'name'), comparator: text(row, 'comparator'), value: text(row, 'value'), unit: text(row, 'unit') })),
  }
}

export function proposalOf({ deadline: later, reason, question, ...content }: AmendmentBody): AmendmentProposal {
  const wanted = content.indicators.map(({ name, comparator, value, unit }) => ({ name, comparator, value, unit }))
  return { content: { ...content, indicators: wanted }, deadline: later ? new Date(later) : null, reason: reason.trim(), question }
}
