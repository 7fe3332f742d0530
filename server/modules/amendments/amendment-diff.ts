import type { Context } from '../../http/context.ts'
import { formatDateTime } from '../../kernel/format.ts'
import type { AmendableContent, Indicator, NeedContent } from '../competition/need.ts'

type Reader = Pick<Context, 'locale' | 'words'>
type Fields = Partial<AmendableContent & Pick<NeedContent, 'deadline'>>
interface Segment { text: string; marked: boolean }

/** One field of a need in two versions; what differs is marked. */
export interface FieldDiff { field: string; label: string; before: Segment[]; after: Segment[] }

/** What changed from one version to the next, field by field, in the words of the need's page. */
export function diffOf(before: Fields, after: Fields, reader: Reader): FieldDiff[] {
  return (Object.keys(after) as (keyof Fields)[]).map((field) => {
    const label = reader.words(`needs.${field}`)
    if (field === 'indicators') return { field, label, ...rowsOf(before.indicators ?? [], after.indicators ?? [], reader) }
    const [first, second] = marked(wordsOf(field, before, reader), wordsOf(field, after, reader))
    return { field, label, before: first, after: second }
  })
}

/** Indicators are compared row by row: one that is not in the other version is marked as a whole. */
function rowsOf(before: readonly Indicator[], after: readonly Indicator[], { words }: Reader): Pick<FieldDiff, 'before' | 'after'> {
  const [old, now] = [before.map((one) => indicatorText(one, words)), after.map((one) => indicatorText(one, words))]
  const apart = (rows: string[], others: string[]): Segment[] =>
    rows.flatMap((row, i) => [...(i > 0 ? [{ text: '\n', marked: false }] : []), { text: row, marked: !others.includes(row) }])
  return { before: apart(old, now), after: apart(now, old) }
}

function wordsOf(field: keyof Fields, fields: Fields, { locale, words }: Reader): string {
  const value = fields[field]
  if (value === null || value === undefined || value === '') return words('amendments.nothing')
  if (field === 'deadline') return formatDateTime(value as Date, locale)
  return typeof value === 'number' ? `TRL ${value}` : String(value)
}

const indicatorText = ({ name, comparator, value, unit }: Indicator, words: Reader['words']): string =>
  [name, words(`needs.comparator.${comparator}`), value, unit].filter(Boolean).join(' ')

/** Everything between the common beginning and the common end. Counted in characters as people see them. */
export function marked(before: string, after: string): [Segment[], Segment[]] {
  const [a, b] = [[...before], [...after]]
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start += 1
  let end = 0
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const cut = (all: string[]): Segment[] => [
    { text: all.slice(0, start).join(''), marked: false }, { text: all.slice(start, all.length - end).join(''), marked: true },
    { text: all.slice(all.length - end).join(''), marked: false },
  ].filter((one) => one.text !== '')
  return [cut(a), cut(b)]
}
