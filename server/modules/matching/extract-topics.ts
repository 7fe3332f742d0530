import { extracted, type Extracted } from './extracted.ts'

/** A track with the words that speak for it: its name and what is made there. */
export interface TrackWords {
  id: string
  words: readonly string[]
}

/** Tracks named in the text, most often named first, at most three, each with its first mention. */
export function extractTracks(source: string, tracks: readonly TrackWords[]): Extracted<string>[] {
  const found = tracks.flatMap(({ id, words }) => {
    const places = words.flatMap((word) => placesOf(source, word))
    const first = places.sort((a, b) => a.start - b.start)[0]
    return first === undefined ? [] : [{ count: places.length, track: extracted(id, source, first.start, first.end) }]
  })
  return found.sort((a, b) => b.count - a.count || a.track.start - b.track.start).slice(0, 3).map((one) => one.track)
}

function placesOf(source: string, word: string): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = []
  const [text, sought] = [source.toLowerCase(), word.toLowerCase()]
  for (let at = text.indexOf(sought); at >= 0 && sought !== ''; at = text.indexOf(sought, at + sought.length)) places.push({ start: at, end: at + sought.length })
  return places
}

/** What engineers' nouns end in. */
const endings = '技术|装置|系统|材料|工艺|设备|算法|涂层|涂料|传感器|机器人|软件|模型|催化剂|电池|芯片|药物|疫苗|合金|纤维|薄膜|轴承|叶片|电机|阀门|泵|炉|膜|检测|识别|焊接|切割|喷涂|回收|纯化|提取|发酵|育种|加工|成型|封装'
/** Words that part one noun from the next: particles, verbs of every form, what a company says of itself. */
const breaks = /[的了和与及等为是由将使并对从或以可被]|在(?!线)|研究|开发|研发|解决|进行|实现|提高|提升|采用|需要|需求|具有|通过|形成|建立|完成|使用|利用|设计|生产|制造|一种|一套|相关|关键|核心|主要|我们|公司|我司|现有|目前|新型|先进|基于|针对|合作|拥有|提供|增加|降低|能够|满足|包括|寻求|改进/u
const phrase = new RegExp(`^[\\u4e00-\\u9fffA-Za-z0-9]{1,10}(?:${endings})`, 'u')
const acronym = /\b[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*\b/g

/** Up to six technical terms, those said most often and longest first; each stands in the text as it is. */
export function extractKeywords(source: string): Extracted<string>[] {
  const found = new Map<string, { term: Extracted<string>; count: number }>()
  for (const term of [...phrasesIn(source), ...acronymsIn(source)]) {
    const known = found.get(term.value)
    found.set(term.value, { term: known?.term ?? term, count: (known?.count ?? 0) + 1 })
  }
  const weigh = ({ term, count }: { term: Extracted<string>; count: number }) => count * Math.min(term.value.length, 8)
  const ordered = [...found.values()].sort((a, b) => weigh(b) - weigh(a) || a.term.start - b.term.start).map((one) => one.term)
  return ordered.filter((one, at) => !ordered.slice(0, at).some((other) => other.value.includes(one.value))).slice(0, 6)
}

function phrasesIn(source: string): Extracted<string>[] {
  return [...source.matchAll(/[\u4e00-\u9fffA-Za-z0-9]+/gu)].flatMap((run) => partsOf(run[0]).flatMap(({ text, at }) => {
    const term = phrase.exec(text)?.[0] ?? ''
    const start = run.index + at
    return term.length >= 3 && term.length <= 14 ? [extracted(term, source, start, start + term.length)] : []
  }))
}

function partsOf(run: string): { text: string; at: number }[] {
  const parts: { text: string; at: number }[] = []
  let at = 0
  for (const piece of run.split(new RegExp(`(${breaks.source})`, 'u'))) {
    parts.push({ text: piece, at })
    at += piece.length
  }
  return parts
}

function acronymsIn(source: string): Extracted<string>[] {
  return [...source.matchAll(acronym)].filter((match) => match[0].length <= 12).map((match) => extracted(match[0], source, match.index, match.index + match[0].length))
}
