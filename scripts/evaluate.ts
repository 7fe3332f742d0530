import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bootstrap, type Interval } from '../server/modules/matching/paired-bootstrap.ts'
import { isScored, rankingFigures, type Judgements, type RankingFigures } from '../server/modules/matching/ranking-metrics.ts'
import { parseJudgements, parseRun, type BadLine, type Run } from '../server/modules/matching/trec-run.ts'

const usage = `Measures a TREC run against graded judgements (relevant = grade 3 or 4).

  npm run -s evaluate -- --run run.trec --qrels qrels.tsv [--vs other.trec] [--needs needs.jsonl]

--needs tells which needs share text (field group): the bootstrap then draws groups instead of single needs.`

const names: [keyof RankingFigures, label: string][] = [['ndcg10', 'nDCG@10'], ['averagePrecision', 'MAP'], ['auc', 'AUC'], ['recall100', 'R@100']]

interface Scored { need: string; figures: RankingFigures }

function main(): void {
  const { run, qrels, vs, needs } = options()
  const judged = judgementsFrom(qrels)
  const groups = needs === undefined ? new Map<string, string>() : groupsFrom(needs)
  const scored = figuresOf(runFrom(run), judged)
  print(`${run}: ${scored.length} needs scored`)
  const groupOf = scored.map(({ need }) => groups.get(need) ?? need)
  for (const [name, label] of names) print(line(label, bootstrap(scored.map(({ figures }) => figures[name]), groupOf)))
  if (vs !== undefined) compare(scored, figuresOf(runFrom(vs), judged), groupOf, vs)
}

/** Difference need by need, ours minus theirs; an interval that spans 0 tells nothing apart. */
function compare(ours: readonly Scored[], theirs: readonly Scored[], groups: readonly string[], vs: string): void {
  print(`minus ${vs}`)
  for (const [name, label] of names) {
    const differences = ours.map(({ figures }, at) => figures[name] - theirs[at]!.figures[name])
    print(line(label, bootstrap(differences, groups), true))
  }
}

/** Needs that can tell orders apart, in order of id; one that the run lacks counts as 0 in every figure. */
function figuresOf(run: Run, judged: ReadonlyMap<string, Judgements>): Scored[] {
  const needs = [...judged].filter(([, grades]) => isScored(grades)).sort(([a], [b]) => (a < b ? -1 : 1))
  const nothing: RankingFigures = { ndcg10: 0, averagePrecision: 0, auc: 0, recall100: 0 }
  return needs.map(([need, grades]) => {
    const ranking = run.get(need)
    return { need, figures: ranking === undefined ? nothing : rankingFigures(ranking, grades) }
  })
}

function line(label: string, { mean, low, high }: Interval, signed = false): string {
  const figure = (value: number) => `${signed && value >= 0 ? '+' : ''}${value.toFixed(4)}`
  return `  ${label.padEnd(8)} ${figure(mean)}  95 % [${figure(low)}, ${figure(high)}]`
}

function runFrom(file: string): Run {
  const { run, bad } = parseRun(readFileSync(file, 'utf8'))
  return report(file, bad), run
}

function judgementsFrom(file: string): ReadonlyMap<string, Judgements> {
  const { judged, bad } = parseJudgements(readFileSync(file, 'utf8'))
  report(file, bad)
  if (![...judged.values()].some(isScored)) throw new UsageError(`${file}: no need has 10 judgements with grades on both sides of 3`)
  return judged
}

function groupsFrom(file: string): Map<string, string> {
  const rows = readFileSync(file, 'utf8').split('\n').filter((text) => text.trim() !== '').map((text) => JSON.parse(text) as { id: string; group?: string })
  return new Map(rows.map(({ id, group }) => [id, group ?? id]))
}

function report(file: string, bad: readonly BadLine[]): void {
  for (const { line: number, reason } of bad.slice(0, 20)) process.stderr.write(`${file}:${number}: ${reason}, left out\n`)
  if (bad.length > 20) process.stderr.write(`${file}: ${bad.length - 20} more lines left out\n`)
}

function options() {
  const text = { type: 'string' } as const
  const { run, qrels, vs, needs } = parseArgs({ options: { run: text, qrels: text, vs: text, needs: text } }).values
  if (run === undefined || qrels === undefined) throw new UsageError(usage)
  return { run, qrels, vs, needs }
}

class UsageError extends Error {}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

try {
  main()
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? error.message : String(error)}\n`)
  process.exitCode = 2
}
