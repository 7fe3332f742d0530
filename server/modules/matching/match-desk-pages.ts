import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { formatNumber, formatPercent } from '../../kernel/format.ts'
import { LEARNABLE, type Lesson } from './learned-weights.ts'
import type { WeekOfJudgements } from './match-precision.ts'
import type { WeightVersion } from './weight-book.ts'

type Reader = Pick<Context, 'locale' | 'words'>
type Parts = Record<(typeof LEARNABLE)[number], number>

interface Desk {
  mode: 'learning' | 'held'
  inUse: string
  baseVersion: string
  base: Parts
  parts: Parts
  standing: Lesson
  versions: readonly WeightVersion[]
  weeks: readonly WeekOfJudgements[]
  names: ReadonlyMap<string, string>
}

/** Two years fit on a page; the API has them all. */
const WEEKS = 104

export function matchDeskPage(desk: Desk, reader: Reader, form?: FormState): Page {
  const { words } = reader
  return {
    template: 'matching/desk', title: words('matching.deskTitle'), ...(form ? { form } : {}),
    model: {
      weeks: desk.weeks.slice(-WEEKS).map((week) => weekRow(week, reader)),
      held: desk.mode === 'held', modeText: words(`matching.mode.${desk.mode}`), inUse: desk.inUse,
      parts: LEARNABLE.map((part) => partRow(part, desk, reader)),
      approved: desk.standing.approved, refused: desk.standing.refused,
      versions: [...desk.versions.toReversed().map((one) => versionRow(one, desk, reader)), baseRow(desk, reader)],
    },
  }
}

function weekRow({ week, lists, shown, approved, refused, precision, ofJudged }: WeekOfJudgements, { locale }: Reader) {
  return {
    week, lists, approved, refused, unjudged: shown - approved - refused, share: precision, text: formatPercent(precision, locale),
    ofJudged: ofJudged === null ? '–' : formatPercent(ofJudged, locale),
  }
}

function partRow(part: (typeof LEARNABLE)[number], { base, parts, standing }: Desk, { words, locale }: Reader) {
  const share = (all: Parts) => all[part] / LEARNABLE.reduce((sum, one) => sum + all[one], 0)
  const difference = standing.differences[part]
  return {
    label: words(`matching.part.${part}`), base: formatPercent(share(base), locale, 1), now: formatPercent(share(parts), locale, 1),
    share: share(parts), difference: `${difference > 0 ? '+' : ''}${formatNumber(difference, locale, 2)}`,
  }
}

function versionRow({ version, at, by, lesson }: WeightVersion, { inUse, names }: Desk, { words }: Reader) {
  const who = by === 'clock' ? words('matching.byClock') : (names.get(by) ?? by)
  const { approved, refused } = lesson
  return { version, name: version, at, who, from: words('matching.versionFrom', { approved, refused }), current: version === inUse }
}

function baseRow({ baseVersion, inUse }: Desk, { words }: Reader) {
  return { version: baseVersion, name: words('matching.versionBase', { version: baseVersion }), at: null, who: '', from: '', current: inUse === baseVersion }
}
