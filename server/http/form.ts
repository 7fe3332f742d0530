/** What a browser sends: text, lists and nested groups of text. */
export type FormValues = Record<string, unknown>

export const text = (form: FormValues, name: string): string => {
  const value = form[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** One checkbox comes alone, several come as a list. */
export const texts = (form: FormValues, name: string): string[] => {
  const value = form[name]
  const list = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]
  return list.filter((one): one is string => typeof one === 'string' && one !== '')
}

/** Repeated rows (`indicators[0][name]`); the empty spare rows of a form are left out. */
export function rows(form: FormValues, name: string): FormValues[] {
  const value = form[name]
  const list = Array.isArray(value) ? value : value && typeof value === 'object' ? Object.values(value) : []
  return list.filter((row): row is FormValues => isGroup(row) && Object.values(row).some((cell) => cell !== ''))
}

const isGroup = (value: unknown): value is FormValues => typeof value === 'object' && value !== null

/** A number as typed, `null` for nothing. What is no number stays text, so that validation can say so beside the field. */
export function number(form: FormValues, name: string, times = 1): number | string | null {
  const typed = text(form, name).replaceAll(/[,，\s]/g, '')
  if (typed === '') return null
  const value = Number(typed)
  return Number.isFinite(value) ? Math.round(value * times * 1e6) / 1e6 : typed
}

/** The end of a civil day in the city (`2026-12-31` → 24:00 that day), as ISO; other text stays as typed. */
export function endOfDay(form: FormValues, name: string, utcOffsetMinutes = 480): string | null {
  const typed = text(form, name)
  if (typed === '') return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return typed
  const midnight = Date.parse(`${typed}T24:00:00Z`)
  return Number.isNaN(midnight) ? typed : new Date(midnight - utcOffsetMinutes * 60_000 - 1000).toISOString()
}

/** The beginning of a civil day in the city, as ISO; other text stays as typed. */
export function startOfDay(form: FormValues, name: string, utcOffsetMinutes = 480): string | null {
  const end = endOfDay(form, name, utcOffsetMinutes)
  const instant = end === null ? Number.NaN : Date.parse(end)
  return Number.isNaN(instant) ? end : new Date(instant + 1000 - 86_400_000).toISOString()
}

/** Words separated by commas, semicolons or 、. */
export const words = (form: FormValues, name: string): string[] =>
  text(form, name).split(/[,，;；、\n]+/).map((word) => word.trim()).filter(Boolean)
