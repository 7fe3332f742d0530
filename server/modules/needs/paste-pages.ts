import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { YUAN_PER_WAN } from '../../kernel/money.ts'
import type { NeedView } from '../competition/need-view.ts'
import { COMPARATORS } from '../competition/need.ts'
import type { Extracted } from '../matching/extracted.ts'
import type { NeedExtraction } from '../matching/extraction.ts'
import type { RegionNames } from '../parks/region-names.ts'

type Reader = Pick<Context, 'locale' | 'words'>
type Segments = { text: string; marked: boolean }[]

export function pastePage(parts: { view?: NeedView | undefined; text?: string }, { words }: Reader, form?: FormState): Page {
  return {
    template: 'needs/paste', title: words('needs.pasteTitle'), ...(form ? { form } : {}),
    model: { need: parts.view, text: parts.text ?? '', action: parts.view ? `/needs/paste?need=${encodeURIComponent(parts.view.id)}` : '/needs/paste' },
  }
}

/** What was found, each value beside the words it was read from, for a person to confirm. */
export function confirmPage(
  parts: { text: string; extraction: NeedExtraction; region: RegionNames; view?: NeedView | undefined }, reader: Reader, form?: FormState,
): Page {
  const { text, extraction, region, view } = parts
  const { words, locale } = reader
  const { budget, deadline, trlNow, trlWanted, keywords, tracks, indicators } = extraction
  const quote = (found: Extracted<unknown> | undefined) => (found ? [quoteOf(text, found)] : [])
  return {
    template: 'needs/paste-confirm', title: words('needs.pasteConfirmTitle'), ...(form ? { form } : {}),
    model: {
      need: view, text, whole: marked(text, placesIn(extraction)),
      title: titleOf(text), summary: text.slice(0, SUMMARY), background: text,
      funding: { kind: 'budget', amount: budget ? budget.value / YUAN_PER_WAN : '' }, deadline: deadline?.value ?? '',
      trlNow: trlNow?.value ?? null, trlWanted: trlWanted?.value ?? null,
      keywords: keywords.map((one) => one.value).join('，'), tracks: tracks.map((one) => one.value),
      quotes: {
        funding: quote(budget), deadline: quote(deadline), trlNow: quote(trlNow), trlWanted: quote(trlWanted),
        keywords: keywords.map((one) => quoteOf(text, one)), tracks: tracks.map((one) => [{ text: `${region.track(one.value, locale)}: `, marked: false }, ...quoteOf(text, one)]),
      },
      indicators: indicators.map((one) => ({ ...one.value, quote: [quoteOf(text, one)] })),
      comparators: COMPARATORS.map((value) => ({ value, label: words(`needs.comparator.${value}`) })),
      readiness: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => ({ value: String(level), label: `TRL ${level} ${words(`needs.trl.${level}`)}` })),
      trackOptions: region.tracks.map((track) => ({ value: track.id, label: region.track(track.id, locale) })),
    },
  }
}

const SUMMARY = 300
const TITLE = 60

/** The first line or sentence, as far as a title goes. */
function titleOf(text: string): string {
  const first = text.split(/[\n。；;!！?？]/u).map((one) => one.trim()).find(Boolean) ?? ''
  return first.replace(/^(?:需求名称|项目名称|技术需求|需求|标题|名称)[:：]\s*/u, '').slice(0, TITLE)
}

const AROUND = 18

/** The found words with a little of what stands around them. */
export function quoteOf(text: string, { start, end }: Extracted<unknown>): Segments {
  const from = start - AROUND <= 0 ? 0 : start - AROUND
  const to = Math.min(text.length, end + AROUND)
  const line = (piece: string) => piece.replaceAll('\n', ' ')
  return [
    { text: `${from > 0 ? '…' : ''}${line(text.slice(from, start))}`, marked: false }, { text: line(text.slice(start, end)), marked: true },
    { text: `${line(text.slice(end, to))}${to < text.length ? '…' : ''}`, marked: false },
  ].filter((piece) => piece.text !== '')
}

function placesIn({ budget, deadline, indicators, keywords, tracks, trlNow, trlWanted }: NeedExtraction): Extracted<unknown>[] {
  return [budget, deadline, trlNow, trlWanted, ...indicators, ...keywords, ...tracks].filter((one) => one !== undefined)
}

/** The whole text cut where something was found; where finds overlap the earlier one is marked. */
function marked(text: string, places: readonly Extracted<unknown>[]): Segments {
  let at = 0
  const pieces: Segments = []
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue
    pieces.push({ text: text.slice(at, start), marked: false }, { text: text.slice(start, end), marked: true })
    at = end
  }
  return [...pieces, { text: text.slice(at), marked: false }].filter((piece) => piece.text !== '')
}
