import { extracted, sentencesOf, type Extracted, type Sentence } from './extracted.ts'

export interface FoundTrl {
  now?: Extracted<number>
  wanted?: Extracted<number>
}

/** Stages as people say them, by the nine levels of GB/T 22900. */
const stages: [pattern: RegExp, level: number][] = [
  [/(?:TRL|技术成熟度|技术就绪度|成熟度)(?<between>[^\d\n，,]{0,6})(?<level>[1-9])(?![\d.])/giu, 0],
  [/(?<=(?:TRL|成熟度|就绪度)[^。；\n]{0,20})(?:达到|提升[至到]|提高[至到])\s*(?<level>[1-9])\s*级/giu, 0],
  [/实验室(?:验证|样品|阶段)/gu, 4],
  [/小试/gu, 5],
  [/中试(?!基地|车间)|工程样机|样机/gu, 6],
  [/小批量|试生产/gu, 8],
  [/量产|规模化生产|批量生产|产业化应用/gu, 9],
]

const nowWords = /目前|现有|现处|现已|已(?:经|完成|达|有|研制|实现|$)|处于|当前|完成了|currently|now|[由从]$/iu
/** What follows a level that is reached: "样机已完成", "TRL 4 now". */
const reached = /^\s*(?:级)?\s*(?:now|currently|at present|已(?:经)?(?:完成|研制|通过|实现|具备))/iu

/** Readiness now and wanted. Only what the text says of itself: a level is asked for unless the words say it is reached. */
export function extractTrl(source: string): FoundTrl {
  const found: FoundTrl = {}
  for (const { level, isNow } of sentencesOf(source).flatMap((sentence) => levelsIn(sentence, source))) {
    if (isNow) found.now ??= level
    else if (level.value > (found.wanted?.value ?? 0)) found.wanted = level
  }
  return found
}

function levelsIn({ text, start }: Sentence, source: string): { level: Extracted<number>; isNow: boolean }[] {
  return stages.flatMap(([pattern, stage]) => [...text.matchAll(pattern)].map((match) => {
    const from = start + match.index
    const clause = text.slice(0, match.index).split(/[，,、]/u).at(-1) ?? ''
    const level = Number(match.groups?.level ?? stage)
    const isNow = nowWords.test(clause) || nowWords.test(match.groups?.between ?? '') || reached.test(text.slice(match.index + match[0].length))
    return { level: extracted(level, source, from, from + match[0].length), isNow }
  }))
}
