import { type FormValues, number, text, texts, words } from '../../http/form.ts'
import { YUAN_PER_WAN } from '../../kernel/money.ts'
import type { AchievementContent } from './achievement.ts'

/** The editor's fields as the JSON body the API takes. The price is typed in 万元. */
export function achievementFromForm(form: FormValues): object {
  return {
    title: text(form, 'title'), summary: text(form, 'summary'), evidence: text(form, 'evidence'), keywords: words(form, 'keywords'),
    teams: texts(form, 'teams'), tracks: texts(form, 'tracks'), trl: number(form, 'trl'), tier: text(form, 'tier') || null,
    offer: text(form, 'offer') || null, price: number(form, 'price', YUAN_PER_WAN),
    ...(form['revision'] === undefined ? {} : { revision: number(form, 'revision') }),
  }
}

export function achievementToForm(content: AchievementContent): FormValues {
  const { title, summary, evidence, keywords, teams, tracks, trl, tier, offer, price } = content
  return {
    title, summary, evidence, teams, tracks, offer: offer ?? '', keywords: keywords.join('，'), trl: trl === null ? '' : String(trl), tier: tier ?? '',
    price: price === null ? '' : price / YUAN_PER_WAN,
  }
}

export const EMPTY_ACHIEVEMENT: AchievementContent = {
  title: '', summary: '', keywords: [], teams: [], tracks: [], trl: null, tier: null, evidence: '', offer: null, price: null,
}
