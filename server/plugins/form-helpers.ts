import type { HelperOptions } from 'handlebars'
import type { FormState } from '../http/page.ts'
import { localInput } from '../kernel/format.ts'
import { valueAt, type Helper } from './view-helpers.ts'

const formOf = (options: unknown): FormState => (options as HelperOptions).data.form as FormState
const wasSent = (form: FormState): boolean => Object.keys(form.values).length > 0

/** `indicators.0.name` → `indicators[0][name]`, which the form parser turns back into nested values. */
function fieldName(path: string): string {
  const [first, ...rest] = path.split('.')
  return `${first}${rest.map((part) => `[${part}]`).join('')}`
}

/** Element id of a field: error summaries link to it. */
function fieldId(path: string): string {
  return `f-${path.replaceAll(/[^\w-]+/g, '-')}`
}

/** What was typed wins over what is stored: nothing typed is ever lost. */
function typedOr(form: FormState, path: unknown, stored: unknown): unknown {
  return valueAt(form.values, path) ?? stored
}

/** A date the reader typed is text and stays as typed; a stored one becomes what the control expects. */
function forControl(value: unknown, type: unknown): string {
  if ((type === 'date' || type === 'datetime-local') && value instanceof Date) return localInput(value, type)
  return value === undefined || value === null ? '' : String(value)
}

/** A box that was not ticked is not sent, so once a form came back its absence counts. */
function isChosen(form: FormState, path: unknown, stored: unknown, option: unknown): boolean {
  const chosen = wasSent(form) ? valueAt(form.values, path) : stored
  const list = Array.isArray(chosen) ? chosen : [chosen]
  return list.some((value) => value !== undefined && value !== null && String(value) === String(option))
}

/** Ids of the hint and the error that belong to a control, for `aria-describedby`. */
function describedBy(form: FormState, path: string, hint: unknown): string {
  const id = fieldId(path)
  return [hint && `${id}-hint`, form.errors[path] && `${id}-error`].filter(Boolean).join(' ')
}

/** Helpers that know the form as it was last seen (`page.form`). */
export const formHelpers: Record<string, Helper> = {
  fieldName: (path) => fieldName(String(path)),
  fieldId: (path) => fieldId(String(path)),
  fieldError: (path, options) => formOf(options).errors[String(path)],
  hasErrors: (options) => formOf(options).problem !== undefined || Object.keys(formOf(options).errors).length > 0,
  describedBy: (path, hint, options) => describedBy(formOf(options), String(path), hint),
  fieldValue: (path, stored, type, options) => forControl(typedOr(formOf(options), path, stored), type),
  isChosen: (path, stored, option, options) => isChosen(formOf(options), path, stored, option),
}
