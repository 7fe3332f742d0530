import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseJudgements } from '../../server/modules/matching/trec-run.ts'

export interface Item { id: string; title: string }
export interface AskedNeed { id: string; title: string; content: string; group: string }
export interface GradedData { items: Item[]; needs: AskedNeed[]; judged: ReadonlyMap<string, ReadonlyMap<string, number>> }

/** Graded needs and achievements from a folder with needs.dev.jsonl, achievements.jsonl and qrels.dev.tsv. */
export function readGradedData(folder: string): GradedData | undefined {
  if (!existsSync(join(folder, 'achievements.jsonl'))) return void console.error(`no data in ${folder}: name a folder with --data`)
  const rows = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, string>)
  const items = rows('achievements.jsonl').map((row) => ({ id: row.id!, title: row.title ?? row.title_tokens!.replaceAll(' ', '') }))
  const needs = rows('needs.dev.jsonl').map((row) => ({ id: row.id!, title: row.title!, content: row.content ?? '', group: row.group ?? row.id! }))
  return { items, needs, judged: parseJudgements(readFileSync(join(folder, 'qrels.dev.tsv'), 'utf8')).judged }
}

export const textOf = ({ title, content }: Pick<AskedNeed, 'title' | 'content'>) => ({ title, body: content })
