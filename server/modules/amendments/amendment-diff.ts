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
    const [old, now] = [wordsOf(field, before, reader), wordsOf(field, after, reader)]
    const [first, second] = marked(old, now)
    return { field, label: reader.words(`needs.${field}`), before: first, after: second }
  })
}

function wordsOf(field: keyof Fields, fields: Fields, { locale, words }: Reader): string {
  const value = fields[field]
  if (value === null || value === undefined || value === '') return words('amendments.nothing')
  if (field === 'deadline') return formatDateTime(value as Date, locale)
  if (Array.isArray(value)) return value.map((one) => indicatorText(one, words)).join('\n')
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
