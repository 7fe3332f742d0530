import { extracted, type Extracted } from './extracted.ts'

/** A target that can be measured. `value` is a number in plain notation, or `low~high` for `between`. */
export interface FoundIndicator {
  name: string
  comparator: 'at-least' | 'at-most' | 'equal' | 'between'
  value: string
  unit: string
}

const number = String.raw`[-−±]?\d+(?:,\d{3})*(?:\.\d+)?`
const unit = String.raw`(?:[%％‰℃°Ω]C?|[万亿]?(?:[a-zA-Zμµ°ΩÅ]+[²³\d]?(?:\([A-Za-z]\))?|平方米|立方米|毫米|微米|纳米|厘米|公里|千米|米|毫秒|秒|分钟|小时|个月|月|天|年|次|件|台|套|吨|公斤|千克|克|毫升|升|兆帕|千瓦时|千瓦|瓦|伏|倍|万元|元|人|个|目|级|度|帧|只|节|路|层|条|株|种|项)(?:[/·*]\d*(?:[a-zA-Zμµ²³]+\d?|分钟|小时|秒|天|年|吨|件|平方米|立方米|米|千克))?)`
const not = '(?:不|别|不得|不应|不能|不可)'
const free = '(?<![不别得应能可])'
const least = `≥|>=|＞|>|${not}(?:低于|少于|小于)|大于等于|${free}(?:大于|高于|超过)|达到|可达|至少|提升[至到]|提高[到至]`
  + '|at least|more than|no(?:t)? less than|over|above|minimum(?: of)?'
const most = `≤|<=|＜|<|${not}(?:高于|超过|大于|多于)|小于等于|${free}(?:小于|低于|少于)|控制在|降[至到]|(?:降低|缩短|减少)[到至]|至多|最多`
  + '|at most|less than|no(?:t)? more than|within|below|under|up to'
const per = '分钟|小时|秒|天|日|年|班'
const fillers = String.raw`[:：为是在约]{0,2}\s*`

const patterns: [comparator: FoundIndicator['comparator'] | 'better', pattern: RegExp][] = [
  ['between', new RegExp(String.raw`${fillers}(?:达到|控制在)?\s*(?<low>${number})\s*(?:${unit})?\s*[-~～—至]+\s*(?<high>${number})\s*(?<unit>${unit})`, 'u')],
  ['at-least', new RegExp(String.raw`${fillers}(?:${least})\s*每(?<per>${per})\s*(?<value>${number})\s*(?<unit>${unit})`, 'u')],
  ['better', new RegExp(String.raw`${fillers}优于\s*(?<value>${number})\s*(?<unit>${unit})`, 'u')],
  ['at-least', new RegExp(String.raw`${fillers}(?:${least})\s*(?<value>${number})\s*(?<unit>${unit})?(?!\s*(?:以下|以内))`, 'u')],
  ['at-most', new RegExp(String.raw`${fillers}(?:${most})\s*(?<value>${number})\s*(?<unit>${unit})?`, 'u')],
  ['at-least', new RegExp(String.raw`${fillers}(?<value>${number})\s*(?<unit>${unit})\s*(?:\([^)]*\))?(?:及|或)?以上`, 'u')],
  ['at-most', new RegExp(String.raw`${fillers}(?<value>${number})\s*(?<unit>${unit})\s*(?:及|或)?(?:以下|以内)`, 'u')],
  ['at-most', new RegExp(String.raw`${fillers}±\s*(?<value>${number})\s*(?<unit>${unit})`, 'u')],
  ['equal', new RegExp(String.raw`\s*[=＝]\s*(?<value>${number})\s*(?<unit>${unit})?`, 'u')],
]

const clause = /[^，,。；;！!？?\n、]+(?:[,，]\d{3}[^，,。；;！!？?\n、]*)*/gu
const marker = /^\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）.．:：]|[①-⑳]|[-•·*](?!\d))\s*/u
const lead = /^(?:其中|并且|并|且|同时|要求|需要|保证|确保|使得|使(?!用)|将|预期|目标是?|技术指标|指标|实现|以及|和|及|该|我们|希望|期望|\p{Script=Han}{2,4}后(?=\p{Script=Han}{3}))+[：:为]?/u
/** What stands between a name and its figure and belongs to neither. */
const tail = /(?:[由从](?:目前|现有|现在|原来)?的?\s*\d.*|要|应|须|需|能够|可以|别|[的±]|控制在|(?:降低|缩短|减少|提高|提升)[至到]|\s+(?:of|is|must be|should be|shall be))+$/u

/** A longer run without punctuation is no target, and searching it would take long. */
const longestClause = 160

/** Targets in the order of the text. A figure without a name is no target: nobody could check it. */
export function extractIndicators(source: string): Extracted<FoundIndicator>[] {
  return [...source.matchAll(clause)].filter((match) => match[0].length <= longestClause).flatMap((match) => indicatorIn(match[0], match.index, source) ?? [])
}

function indicatorIn(text: string, offset: number, source: string): Extracted<FoundIndicator> | undefined {
  for (const [comparator, pattern] of patterns) {
    const match = pattern.exec(text)
    if (match === null) continue
    const { name, start } = nameBefore(text.slice(0, match.index))
    if (!isName(name)) continue
    const { low = '', high = '', value = '', unit: found = '', per: each } = match.groups ?? {}
    const figure = comparator === 'between' ? `${plain(low)}~${plain(high)}` : plain(value)
    const sense = comparator === 'better' ? (smallIsBetter.test(name) ? 'at-most' : 'at-least') : comparator
    return extracted({ name, comparator: sense, value: figure, unit: unitOf(found, each) }, source, offset + start, offset + match.index + match[0].length)
  }
  return undefined
}

/** "Better than" means less where the name says what must be small. */
const smallIsBetter = /精度|误差|偏差|分辨率|公差|粗糙度|噪声|损耗/u

const unitOf = (found: string, each: string | undefined): string => `${found.replace('％', '%')}${each ? `/${each}` : ''}`

function nameBefore(text: string): { name: string; start: number } {
  const afterMarker = text.slice(marker.exec(text)?.[0].length ?? 0)
  const rest = afterMarker.slice(lead.exec(afterMarker)?.[0].length ?? 0).trimStart()
  const name = rest.split(/[:：]/u).filter((part) => part.trim() !== '').at(-1) ?? ''
  return { name: name.replace(tail, '').trim(), start: text.length - rest.length + rest.lastIndexOf(name) }
}

/** Two to twenty signs with a letter; years and sums are read elsewhere. */
function isName(name: string): boolean {
  return name.length >= 2 && name.length <= 24 && /\p{L}/u.test(name) && !/出资|预算|注册|投入|经费|资金|^\d{4}年|截[止至]|成熟度|TRL|budget|reward/iu.test(name)
}

function plain(figure: string): string {
  return figure.replaceAll(',', '').replace('−', '-').replace('±', '')
}
