import { existsSync, readFileSync } from 'node:fs'
import type { Judgements } from '../../server/modules/matching/ranking-metrics.ts'
import { sharedPath } from '../support/shared-data.ts'

const folder = sharedPath('matching/')

/** Says why a test that measures on real judgements is skipped: the data may not be kept in the repository. */
export const missingData = existsSync(`${folder}achievements.jsonl`)
  ? false
  : 'the evaluation data ../shared/data/matching is not here: ranking quality was NOT measured'

export interface NeedRow { id: string; title: string; content: string; group: string }

function rows<T>(name: string): T[] {
  return readFileSync(folder + name, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as T)
}

export const readNeeds = () => rows<NeedRow>('needs.dev.jsonl')

export function readAchievements(): { id: string; title: string }[] {
  const read = rows<{ id: string; title_tokens: string }>('achievements.jsonl')
  return read.map((row) => ({ id: row.id, title: row.title_tokens.replaceAll(' ', '') }))
}

export function readJudgements(): Map<string, Judgements> {
  const judged = new Map<string, Map<string, number>>()
  for (const line of readFileSync(`${folder}qrels.dev.tsv`, 'utf8').trim().split('\n')) {
    const [need = '', item = '', grade] = line.split('\t')
    const known = judged.get(need) ?? new Map<string, number>()
    judged.set(need, known.set(item, Number(grade)))
  }
  return judged
}

export interface ReviewerGold {
  /** Researcher to paper to own rating. */
  refs: Record<string, Record<string, number>>
  texts: string[]
  sets: { arch: Record<string, number[]>; subs: Record<string, number> }[]
}

export const readReviewers = () => JSON.parse(readFileSync(`${folder}reviewers.gold.json`, 'utf8')) as ReviewerGold
