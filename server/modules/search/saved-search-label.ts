import type { Locale } from '../../http/page.ts'
import { formatMoney } from '../../kernel/format.ts'
import { YUAN_PER_WAN } from '../../kernel/money.ts'
import type { RegionNames } from '../parks/region-names.ts'
import type { SavedSearch, SearchConditions } from './saved-search.ts'

/** A saved search by its name or, without one, by what it asks for. */
export function searchLabel({ name, conditions }: Pick<SavedSearch, 'name' | 'conditions'>, region: RegionNames, locale: Locale): string {
  return name || conditionsLabel(conditions, region, locale)
}

export function conditionsLabel({ q, track = [], park = [], ...ranges }: SearchConditions, region: RegionNames, locale: Locale): string {
  const parts = [
    q ? `“${q}”` : '', track.map((id) => region.track(id, locale)).join(' / '), park.map((id) => region.park(id, locale)).join(' / '),
    rangeLabel('TRL ', ranges.trlMin, ranges.trlMax, (value) => value),
    rangeLabel('', ranges.amountMin, ranges.amountMax, (value) => formatMoney(Number(value) * YUAN_PER_WAN, locale)),
  ]
  return parts.filter(Boolean).join(' · ')
}

function rangeLabel(head: string, min: string | undefined, max: string | undefined, print: (value: string) => string): string {
  if (!min && !max) return ''
  if (min && max) return `${head}${print(min)}–${print(max)}`
  return min ? `${head}≥ ${print(min)}` : `${head}≤ ${print(max ?? '')}`
}
