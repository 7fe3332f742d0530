import { type FormValues, number, text, texts, words } from '../../http/form.ts'
import type { TeamContent } from './team.ts'

export function teamFromForm(form: FormValues): object {
  return {
    name: text(form, 'name'), profile: text(form, 'profile'), keywords: words(form, 'keywords'), tracks: texts(form, 'tracks'),
    district: text(form, 'district'), capacity: number(form, 'capacity') ?? 0, members: texts(form, 'members'),
    ...(form['revision'] === undefined ? {} : { revision: number(form, 'revision') }),
  }
}

export function teamToForm({ name, profile, keywords, tracks, district, capacity, members }: TeamContent): FormValues {
  return { name, profile, tracks, district, members, keywords: keywords.join('，'), capacity: String(capacity) }
}

export const EMPTY_TEAM: TeamContent = { name: '', profile: '', keywords: [], tracks: [], district: '', capacity: 1, members: [] }
