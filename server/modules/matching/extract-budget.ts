import { extracted, sentencesOf, type Extracted, type Sentence } from './extracted.ts'

const amount = /(?<currency>(?:RMB|CNY|人民币|¥|￥)\s*)?(?<number>\d[\d,]*(?:\.\d+)?)\s*(?<scale>万亿|百万|千万|亿|万|million|thousand|k\b)?\s*余?\s*(?<unit>元|人民币|块|yuan|RMB|CNY)?/giu

const scales: Record<string, number> = { 万: 1e4, 百万: 1e6, 千万: 1e7, 亿: 1e8, 万亿: 1e12, million: 1e6, thousand: 1e3, k: 1e3 }

/** What a sum is for, from the words before it: the surest first. */
const purposes: [pattern: RegExp, weight: number][] = [
  [/预算|悬赏|赏金|揭榜金额|榜单金额|budget|bounty|reward/iu, 4],
  [/出资|资助金额|合作经费|合作费用|支付/u, 3],
  [/研发经费|投入.{0,6}(?:资金|经费)|资金投入|经费|投资|投入/u, 2],
]

/** Sums that every need mentions and that pay for nothing: capital, turnover, what was spent before, prices. */
const other = /注册资[金本]|产值|销售|营收|收入|利[税润]|已(?:经)?投入|累计|市场|价格|售价|固定资产|总资产|年产|现有|其中/u

/** The sum offered, in whole yuan; nothing when the text names none or only sums for other things. */
export function extractBudget(source: string): Extracted<number> | undefined {
  const found = sentencesOf(source).flatMap((sentence) => sumsIn(sentence, source))
  return found.sort((a, b) => b.weight - a.weight || b.sum.value - a.sum.value)[0]?.sum
}

function sumsIn({ text, start }: Sentence, source: string): { sum: Extracted<number>; weight: number }[] {
  return [...text.matchAll(amount)].flatMap((match) => {
    const value = yuan(match)
    const weight = purposeOf(text.slice(Math.max(0, match.index - 18), match.index))
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
  const value = Math.round(Number(number.replaceAll(',', '')) * (scales[(scale ?? '').toLowerCase()] ?? 1))
  return value >= 1000 ? value : undefined
}

function purposeOf(before: string): number {
  const near = before.split(/[，,、）)]/u).at(-1) ?? before
  if (other.test(near)) return 0
  return purposes.find(([pattern]) => pattern.test(before))?.[1] ?? 0
}
