import type { MatchText } from '../matching/match-types.ts'
import { outsideEmbeddings } from './outside-embeddings.ts'
import { type OutsideKnowledge, OutsideTrouble, type PublicText } from './outside-knowledge.ts'
import { outsideDoor } from './outside-request.ts'
import { outsideRerank } from './outside-rerank.ts'
import { type OutsideSettings, readOutsideSettings } from './outside-settings.ts'

interface Ranked { id: string; score: number; pinned: boolean }

export interface SecondOpinion {
  /**
   * The same matches, the first of them reordered by a weighted mean of their own score and the closeness told outside,
   * both stretched to 0…1 among those compared. What staff pinned stays where it is. In trouble: the order as it was.
   */
  reorder<T extends Ranked>(asked: MatchText, matches: readonly T[], textOf: (id: string) => MatchText | undefined): Promise<T[]>
}

type Report = (trouble: OutsideTrouble) => void

/** `undefined` when no settings are there: then nothing is sent anywhere. `report` hears of every time it could not help. */
export function secondOpinionFrom(file: string, report: Report, now: () => number = Date.now): SecondOpinion | undefined {
  const found = readOutsideSettings(file)
  if (found === undefined) return undefined
  const { settings, key } = found
  const ask = outsideDoor({ ...settings, key, now })
  const { service } = settings
  return secondOpinion(service.kind === 'embeddings' ? outsideEmbeddings(service, ask) : outsideRerank(service, ask), settings, report)
}

export function secondOpinion(outside: OutsideKnowledge, { weight, candidates }: Pick<OutsideSettings, 'weight' | 'candidates'>, report: Report): SecondOpinion {
  return {
    async reorder(asked, matches, textOf) {
      const pinned = matches.filter((one) => one.pinned)
      const others = matches.filter((one) => !one.pinned)
      const [head, tail] = [others.slice(0, candidates), others.slice(candidates)]
      if (weight === 0 || head.length < 2) return [...matches]
      try {
        const told = await outside.closeness(publicText(asked), head.map((one) => publicText(textOf(one.id))))
        return [...pinned, ...fused(head, told, weight), ...tail]
      } catch (error) {
        if (!(error instanceof OutsideTrouble)) throw error
        report(error)
        return [...matches]
      }
    },
  }
}

function fused<T extends Ranked>(head: readonly T[], told: readonly number[], weight: number): T[] {
  const [own, other] = [stretched(head.map((one) => one.score)), stretched(told)]
  const scored = head.map((match, at) => ({ match, score: (1 - weight) * own[at]! + weight * other[at]! }))
  return scored.sort((a, b) => b.score - a.score || (a.match.id < b.match.id ? -1 : 1)).map((one) => one.match)
}

function stretched(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0))
}

/** Models cut long texts silently; what matters stands at the beginning. */
const LONGEST = 2000

function publicText(text: MatchText | undefined): PublicText {
  if (text === undefined) return ''
  const { title, keywords = [], summary = '', body = '' } = text
  return [title, keywords.join(' '), summary, body].filter(Boolean).join('\n').slice(0, LONGEST)
}
