/** One line of a run: `need Q0 item rank score tag`. */
export interface RunLine {
  need: string
  item: string
  rank: number
  score: number
}

/** Rankings by need: ids, best first. */
export type Run = ReadonlyMap<string, readonly string[]>

export interface BadLine {
  /** From 1. */
  line: number
  reason: string
}

export function formatRunLine({ need, item, rank, score }: RunLine, tag: string): string {
  return `${need} Q0 ${item} ${rank} ${score} ${tag}`
}

/** Higher score first, equal scores by rank. Unreadable lines are named, not guessed at. */
export function parseRun(text: string): { run: Run; bad: BadLine[] } {
  const byNeed = new Map<string, RunLine[]>()
  const bad: BadLine[] = []
  eachLine(text, (line, number) => {
    const parsed = parseLine(line)
    if (typeof parsed === 'string') return void bad.push({ line: number, reason: parsed })
    const known = byNeed.get(parsed.need)
    if (known === undefined) byNeed.set(parsed.need, [parsed])
    else known.push(parsed)
  })
  return { run: new Map([...byNeed].map(([need, lines]) => [need, inRunOrder(lines)])), bad }
}

function parseLine(line: string): RunLine | string {
  const [need, , item, rank, score, , more] = line.split(/\s+/)
  if (need === undefined || item === undefined || score === undefined || more !== undefined) return 'not six fields'
  if (!Number.isFinite(Number(rank)) || !Number.isFinite(Number(score))) return 'rank or score is not a number'
  return { need, item, rank: Number(rank), score: Number(score) }
}

/** An item named twice counts where it stands first. */
function inRunOrder(lines: RunLine[]): string[] {
  return [...new Set(lines.sort((a, b) => b.score - a.score || a.rank - b.rank).map((line) => line.item))]
}

/** Judgements: need, item, grade 1 to 4, separated by tabs or blanks; no header. */
export function parseJudgements(text: string): { judged: Map<string, Map<string, number>>; bad: BadLine[] } {
  const judged = new Map<string, Map<string, number>>()
  const bad: BadLine[] = []
  eachLine(text, (line, number) => {
    const [need = '', item, grade] = line.split(/\s+/)
    if (item === undefined || !/^[1-4]$/.test(grade ?? '')) return void bad.push({ line: number, reason: 'not "need item grade" with a grade from 1 to 4' })
    judged.set(need, (judged.get(need) ?? new Map<string, number>()).set(item, Number(grade)))
  })
  return { judged, bad }
}

function eachLine(text: string, see: (line: string, number: number) => void): void {
  text.split('\n').forEach((line, at) => {
    if (line.trim() !== '') see(line.trim(), at + 1)
  })
}
