import { extracted, sentencesOf, type Extracted, type Sentence } from './extracted.ts'

const amount = /(?<currency>(?:RMB|CNY|人民币|¥|￥)\s*)?(?<number>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千零壹贰叁肆伍陆柒捌玖拾佰仟]+(?=[万亿]))\s*(?<scale>万亿|百万|千万|亿|万|million|thousand|k\b)?\s*余?\s*(?<unit>元|人民币|块|yuan|RMB|CNY)?/giu

const scales: Record<string, number> = { 万: 1e4, 百万: 1e6, 千万: 1e7, 亿: 1e8, 万亿: 1e12, million: 1e6, thousand: 1e3, k: 1e3 }

/** What a sum is for, from the words before it: the surest first. */
const purposes: [pattern: RegExp, weight: number][] = [
  [/预算|悬赏|赏金|揭榜金额|榜单金额|budget|bounty|reward/iu, 4],
  [/出资|愿意?出|拟出|资助金额|合作.{0,4}(?:经费|费用)|支付/u, 3],
  [/研发经费|投入.{0,6}(?:资金|经费)|资金投入|经费|投资|投入/u, 2],
]

/** Sums that every need mentions and that pay for nothing: capital, turnover, what was spent before, prices. */
const other = /注册资[金本]|产值|销售|营收|收入|利[税润]|已(?:经)?投入|累计|市场|价格|售价|固定资产|总资产|年产|现有|其中(?!.*(?:合作|悬赏|揭榜))/u
/** What was spent in years gone by pays for nothing now. */
const past = /去年|上年|近[年两三]|每年|历年/u

/** The sum offered, in whole yuan; nothing when the text names none or only sums for other things. */
export function extractBudget(source: string): Extracted<number> | undefined {
  const found = sentencesOf(source).flatMap((sentence) => sumsIn(sentence, source))
  return found.sort((a, b) => b.weight - a.weight || b.sum.value - a.sum.value)[0]?.sum
}

function sumsIn({ text, start }: Sentence, source: string): { sum: Extracted<number>; weight: number }[] {
  return [...text.matchAll(amount)].flatMap((match) => {
    const value = yuan(match)
    const weight = past.test(text.slice(0, match.index)) ? 0 : purposeOf(text.slice(Math.max(0, match.index - 18), match.index))
    if (value === undefined || weight === 0) return []
    const from = start + match.index
    return [{ sum: extracted(value, source, from, from + match[0].trimEnd().length), weight }]
  })
}

/** Money has a currency or a Chinese large number that counts nothing else: 3000万 yes, 12万对 no. */
function yuan(match: RegExpExecArray): number | undefined {
  const { currency, number = '', scale, unit } = match.groups ?? {}
  const next = match.input.slice(match.index + match[0].length).trimStart()[0] ?? ''
  const bare = unit === undefined && currency === undefined
  if (bare && (scale === undefined || !/[万亿]$/u.test(scale) || /[\p{L}\p{N}%/]/u.test(next))) return undefined
  const value = Math.round(figureOf(number) * (scales[(scale ?? '').toLowerCase()] ?? 1))
  return value >= 1000 ? value : undefined
}

function purposeOf(before: string): number {
  const near = before.split(/[，,、）)]/u).at(-1) ?? before
  if (other.test(near)) return 0
  return purposes.find(([pattern]) => pattern.test(before))?.[1] ?? 0
}

const digits: Record<string, number> = Object.fromEntries([...'零一二三四五六七八九'].map((sign, value) => [sign, value]))
const formal: Record<string, string> = { 壹: '一', 贰: '二', 两: '二', 叁: '三', 肆: '四', 伍: '五', 陆: '六', 柒: '七', 捌: '八', 玖: '九', 拾: '十', 佰: '百', 仟: '千' }
const places: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }

/** Figures as people and contracts write them: 1,200 · 一百二十 · 伍拾. */
function figureOf(written: string): number {
  if (/^\d/u.test(written)) return Number(written.replaceAll(',', ''))
  let [sum, digit] = [0, 0]
  for (const sign of [...written].map((one) => formal[one] ?? one)) {
    if (digits[sign] !== undefined) digit = digits[sign]
    else [sum, digit] = [sum + (digit || 1) * (places[sign] ?? 1), 0]
  }
  return sum + digit
}
