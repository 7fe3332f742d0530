import type { Criterion, Indicator, NeedContent, NeedStatus, Remark } from '../../server/modules/competition/need.ts'

export type DemoContent = Omit<NeedContent, 'deadline' | 'attachments'>

/** A need of the demonstration and how far the loader shall bring it by playing the real transitions. */
export interface DemoNeed {
  id: string
  /** Person who drafts, submits and proposes. */
  issuer: string
  stage: NeedStatus
  language: 'zh-CN' | 'en'
  /** Day of publication counted from now: negative lies in the past; positive is the date planned at approval. */
  publishedDays: number
  /** Day of the deadline counted from now. */
  openDays: number
  content: DemoContent
  /** Teams a knowledgeable officer would name, best first; the last often works in the same field under other words. */
  fits: string[]
  /** What a returned draft was returned with. */
  remarks?: Remark[]
  /** Why it was rejected or withdrawn. */
  reason?: string
}

export function measure(name: string, comparator: Indicator['comparator'], value: string, unit: string): Indicator {
  return { name, comparator, value, unit }
}

const CRITERIA = {
  'zh-CN': { route: '技术路线', reach: '指标可达性', team: '团队与条件', plan: '进度与风险', cost: '经费合理性' },
  en: { route: 'Technical route', reach: 'Credibility of reaching the indicators', team: 'Team and facilities', plan: 'Schedule and risks', cost: 'Reasonable cost' },
}

/** The five customary criteria with the weights of one need, in the order route, reach, team, plan, cost. */
export function weigh(language: DemoNeed['language'], ...weights: [number, number, number, number, number]): Criterion[] {
  return Object.entries(CRITERIA[language]).map(([id, name], i) => ({ id, name, weight: weights[i] ?? 0 }))
}

const DAY = 86_400_000
const CITY_OFFSET = 8 * 3_600_000
/** Competitions close at 17:00 in the city. */
const CLOSING = 17 * 3_600_000

/** The moment `days` from now, at the same time of day. */
export function daysFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY)
}

/** 17:00 in the city on the civil day `days` from now. */
export function deadlineFrom(now: Date, days: number): Date {
  const civil = daysFrom(now, days).getTime() + CITY_OFFSET
  return new Date(civil - (civil % DAY) + CLOSING - CITY_OFFSET)
}

export function contentOf(need: DemoNeed, now: Date): NeedContent {
  return { ...need.content, deadline: deadlineFrom(now, need.openDays), attachments: [] }
}
