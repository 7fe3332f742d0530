import { missingIn } from '../competition/draft.ts'
import type { Indicator, NeedContent } from '../competition/need.ts'

/** Why nobody could tell whether an indicator was met. */
export type Vagueness = 'no-figure' | 'no-unit' | 'no-comparator' | 'empty-words'

export interface VagueIndicator { index: number; name: string; because: Vagueness[] }

export type RiskReason = 'nobody-able' | 'few-able' | 'short-notice' | 'no-amount' | 'nothing-measurable' | 'far-from-ready'

/** What staff would say about a draft before it is published. */
export interface DraftCheck {
  /** Dotted field → catalogue key, as a refused submission has them. */
  missing: Record<string, string>
  vague: VagueIndicator[]
  /** Teams the matcher would tell about it. */
  ableTeams: number
  risk: 'low' | 'medium' | 'high'
  reasons: RiskReason[]
}

/** Words that everybody agrees with and nobody can measure. */
const emptyWords = /先进水平|(?:国际|国内|行业)(?:先进|领先)|一流|大幅|明显|显著|尽可能|较[高低好强大小]|良好|优异|稳定可靠|state.of.the.art|world.class|significant|as (?:much|high|low) as possible/iu
const hasFigure = /[\d０-９一二三四五六七八九十百千万]/u
/** Names that count things need no unit. */
const counts = /数量|数目|个数|次数|件数|台数|套数|种类|等级|级别|比$|系数|倍数|ph值?$|number|count|ratio|grade/iu
const DAY = 86_400_000
/** A bid takes its writers about two weeks. */
const SHORT_NOTICE_DAYS = 14
/** Fewer able teams and a competition may stay without three bids. */
const FEW_ABLE = 3
const FAR = 5

/** Plain rules, not learned from outcomes: each reason can be read and acted on. `ableTeams` comes from the matcher. */
export function checkDraft(content: NeedContent, ableTeams: number, now: Date): DraftCheck {
  const vague = content.indicators.flatMap((one, index) => vagueIndicator(one, index))
  const reasons = reasonsOf(content, vague.length, ableTeams, now)
  return { missing: missingIn(content, now), vague, ableTeams, reasons, risk: riskOf(reasons) }
}

function vagueIndicator({ name, comparator, value, unit }: Indicator, index: number): VagueIndicator[] {
  const figure = hasFigure.test(value)
  const because: Vagueness[] = []
  if (!figure) because.push('no-figure')
  else if (unit.trim() === '' && !counts.test(name.trim())) because.push('no-unit')
  if (comparator === 'described' && figure) because.push('no-comparator')
  if (emptyWords.test(`${name} ${value}`)) because.push('empty-words')
  return because.length > 0 ? [{ index, name, because }] : []
}

function reasonsOf({ indicators, funding, deadline, trlNow, trlWanted }: NeedContent, vague: number, ableTeams: number, now: Date): RiskReason[] {
  const days = deadline ? (deadline.getTime() - now.getTime()) / DAY : Infinity
  const found: [boolean, RiskReason][] = [
    [ableTeams === 0, 'nobody-able'],
    [ableTeams > 0 && ableTeams < FEW_ABLE, 'few-able'],
    [days < SHORT_NOTICE_DAYS, 'short-notice'],
    [!funding || funding.amount <= 0, 'no-amount'],
    [indicators.length === vague, 'nothing-measurable'],
    [trlNow !== null && trlWanted !== null && trlWanted - trlNow >= FAR, 'far-from-ready'],
  ]
  return found.filter(([holds]) => holds).map(([, reason]) => reason)
}

function riskOf(reasons: readonly RiskReason[]): DraftCheck['risk'] {
  if (reasons.includes('nobody-able') || reasons.length >= 3) return 'high'
  return reasons.length > 0 ? 'medium' : 'low'
}
