import { createReadStream, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { Match, MatchAchievement, MatchNeed } from '../server/modules/matching/match-types.ts'
import { matchWeights } from '../server/modules/matching/match-weights.ts'
import { rankAchievements } from '../server/modules/matching/ranker.ts'
import { formatRunLine } from '../server/modules/matching/trec-run.ts'
import { secondOpinionFrom } from '../server/modules/outside-knowledge/second-opinion.ts'
import { EmbeddedSearchIndex } from '../server/modules/search/embedded-search-index.ts'
import type { SearchDocument, SearchKind } from '../server/modules/search/search-index.ts'

const usage = `Ranks achievements for needs with the code the server uses and writes a TREC run.

  npm run -s rank -- --needs needs.jsonl --achievements achievements.jsonl [--k 1000] [--outside settings.json] --out run.trec

Rows of both files: id and title (or title_tokens), and as far as there are: summary, content or text, keywords.
--outside asks a service outside about the first matches, as the settings file says (decision 0007).`

interface Row { id: string; title: string; summary: string; text: string; keywords: string[] }

/** Needs and achievements read, found and ordered as for a page: candidates from the index, then the one scorer. */
async function main(): Promise<void> {
  const { needs: needsFile, achievements: achievementsFile, k, out, outside } = options()
  const opinion = outside === undefined ? undefined : secondOpinionFrom(outside, ({ kind, message }) => process.stderr.write(`outside: ${kind}: ${message}\n`))
  if (outside !== undefined && opinion === undefined) throw new UsageError(`${outside}: no such file`)
  const needs = await readRows(needsFile)
  const achievements = await readRows(achievementsFile)
  const index = new EmbeddedSearchIndex()
  await index.put([...needs.map((row) => documentOf('need', row)), ...achievements.map((row) => documentOf('achievement', row))])
  const byId = new Map(achievements.map((row): [string, MatchAchievement] => [row.id, { id: row.id, tracks: [], text: textOf(row) }]))
  await writeRun(out, needs, async (need) => {
    const ranking = await rankOne(index, need, byId, k)
    return opinion === undefined ? ranking : inPlaceOf(ranking, await opinion.reorder(need.text, ranking, (id) => byId.get(id)?.text))
  })
  process.stderr.write(`${needs.length} needs, ${achievements.length} achievements, weights ${matchWeights.version}: ${out}\n`)
}

async function rankOne(index: EmbeddedSearchIndex, need: MatchNeed, byId: ReadonlyMap<string, MatchAchievement>, k: number) {
  const candidates = await index.candidates(need.text, { kind: 'achievement', limit: k })
  const textScores = new Map(candidates.map((one) => [one.id, one.score]))
  const achievements = candidates.map((one) => byId.get(one.id)!)
  // A measured run returns everything that scores at all; pages leave out what is mere chance.
  return rankAchievements(need, achievements, { statistics: await index.statistics(), verdicts: [], textScores, leastText: 0 })
}

/** A run is ordered by its scores: the places get new holders, the scores stay with the places. */
function inPlaceOf(before: readonly Match[], after: readonly Match[]): Match[] {
  return after.map((match, at) => ({ ...match, score: before[at]!.score }))
}

async function writeRun(out: string, needs: readonly Row[], rank: (need: MatchNeed) => Promise<{ id: string; score: number }[]>): Promise<void> {
  const file = createWriteStream(out)
  await once(file, 'open')
  for (const [at, row] of needs.entries()) {
    const ranking = await rank({ id: row.id, tracks: [], text: textOf(row) })
    const lines = ranking.map(({ id, score }, place) => formatRunLine({ need: row.id, item: id, rank: place + 1, score }, matchWeights.version))
    if (lines.length > 0 && !file.write(`${lines.join('\n')}\n`)) await once(file, 'drain')
    if ((at + 1) % 50 === 0) process.stderr.write(`${at + 1} of ${needs.length} needs\n`)
  }
  file.end()
  await finished(file)
}

function options() {
  const { values } = parseArgs({ options: { needs: { type: 'string' }, achievements: { type: 'string' }, k: { type: 'string', default: '1000' }, out: { type: 'string' }, outside: { type: 'string' } } })
  const { needs, achievements, out, outside } = values
  const k = Number(values.k)
  if (needs === undefined || achievements === undefined || out === undefined || !Number.isInteger(k) || k < 1) throw new UsageError(usage)
  return { needs, achievements, out, k, outside }
}

class UsageError extends Error {}

/** Bad rows are named by file and line and left out; a file without a single good one ends the run. */
async function readRows(file: string): Promise<Row[]> {
  const rows = new Map<string, Row>()
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1
    if (text.trim() === '') continue
    const row = rowFrom(text)
    if (typeof row === 'string') process.stderr.write(`${file}:${line}: ${row}, left out\n`)
    else if (rows.has(row.id)) process.stderr.write(`${file}:${line}: id ${row.id} was there before, left out\n`)
    else rows.set(row.id, row)
  }
  if (rows.size === 0) throw new UsageError(`${file}: no usable row`)
  return [...rows.values()]
}

function rowFrom(text: string): Row | string {
  const parsed = parseJson(text)
  if (parsed === undefined) return 'not a JSON object'
  const { id, title, title_tokens: tokens, summary, content, text: body, keywords } = parsed
  const named = typeof title === 'string' ? title : typeof tokens === 'string' ? withoutGaps(tokens) : undefined
  if (typeof id !== 'string' || id === '' || /\s/.test(id)) return 'no usable id'
  if (named === undefined) return 'no title'
  return { id, title: named, summary: textFrom(summary), text: [textFrom(content), textFrom(body)].filter(Boolean).join('\n'), keywords: wordsFrom(keywords) }
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Words of a title that was cut: blanks go, except between two Latin words. */
function withoutGaps(tokens: string): string {
  return tokens.trim().replace(/(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])/g, '')
}

function textFrom(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function wordsFrom(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

function textOf({ title, summary, text, keywords }: Row): MatchNeed['text'] {
  return { title, summary, body: text, keywords }
}

function documentOf(kind: SearchKind, row: Row): SearchDocument {
  return { kind, ...row, tracks: [], updatedAt: '1970-01-01T00:00:00.000Z' }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UsageError ? error.message : String(error)}\n`)
  process.exitCode = 2
})
