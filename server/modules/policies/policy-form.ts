import { type FormValues, number, text } from '../../http/form.ts'
import type { Policy } from './policy.ts'

const NUMBERS = ['minBids', 'minOpenDays', 'publicityWorkingDays', 'signingDays', 'lateEditDays', 'staffDays', 'thresholdScore', 'utcOffsetMinutes', 'base'] as const

/** Calendars are typed as one date a line. */
export function policyFromForm(form: FormValues): object {
  return {
    ...Object.fromEntries(NUMBERS.map((name) => [name, number(form, name)])),
    name: { zh: text(group(form, 'name'), 'zh'), en: text(group(form, 'name'), 'en') },
    panel: { min: number(group(form, 'panel'), 'min'), max: number(group(form, 'panel'), 'max') },
    amountInPublicity: text(form, 'amountInPublicity') === 'yes', holidays: lines(form, 'holidays'), workdays: lines(form, 'workdays'),
  }
}

export function policyToForm({ holidays, workdays, amountInPublicity, ...rest }: Policy): FormValues {
  return { ...rest, holidays: holidays.join('\n'), workdays: workdays.join('\n'), amountInPublicity }
}

const lines = (form: FormValues, name: string): string[] => text(form, name).split(/[\s,，、]+/).filter(Boolean)

function group(form: FormValues, name: string): FormValues {
  const value = form[name]
  return typeof value === 'object' && value !== null ? (value as FormValues) : {}
}
