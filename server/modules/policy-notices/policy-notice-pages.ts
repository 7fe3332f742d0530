import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { formatDate } from '../../kernel/format.ts'
import { parkChoices } from '../accounts/choices.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { type Addressee, type Fit, fitFor, type PolicyNoticeContent, type PolicyNoticeView } from './policy-notice.ts'

type Reader = Pick<Context, 'locale' | 'words'>

const listed = (names: readonly string[], { locale }: Reader): string => names.join(locale === 'en' ? ', ' : '、')

/** Why a notice is meant for the reader's enterprise, in one sentence. */
export function reasonFor({ everyone, tracks, park }: Fit, region: RegionNames, reader: Reader): string {
  const { words, locale } = reader
  if (everyone) return words('policy-notices.forEveryone')
  const names = [...tracks.map((track) => region.track(track, locale)), ...(park ? [region.park(park, locale)] : [])]
  return words('policy-notices.forYou', { names: listed(names, reader) })
}

export const untilOf = ({ applyUntil }: Pick<PolicyNoticeContent, 'applyUntil'>, { words, locale }: Reader): string =>
  (applyUntil ? words('policy-notices.until', { date: formatDate(applyUntil, locale) }) : words('policy-notices.always'))

function cardOf(notice: PolicyNoticeView, region: RegionNames, addressee: Addressee | undefined, reader: Reader) {
  const fit = addressee && fitFor(notice, addressee)
  return {
    href: `/policy-notices/${notice.id}`, title: notice.title, meta: [notice.authority, untilOf(notice, reader)], text: notice.summary,
    tags: notice.tracks.map((track) => region.track(track, reader.locale)), ...(fit ? { reason: reasonFor(fit, region, reader) } : {}),
  }
}

/** What fits the reader's enterprise comes first; the rest as it was published. */
export function policyNoticesPage(
  parts: { notices: readonly PolicyNoticeView[]; region: RegionNames; addressee: Addressee | undefined; keeper: boolean }, reader: Reader,
): Page {
  const cards = parts.notices.map((one) => cardOf(one, parts.region, parts.addressee, reader))
  return {
    template: 'policy-notices/list', title: reader.words('policy-notices.title'),
    model: { notices: [...cards.filter((one) => one.reason), ...cards.filter((one) => !one.reason)], keeper: parts.keeper },
  }
}

export function policyNoticePage(notice: PolicyNoticeView, parts: { region: RegionNames; addressee: Addressee | undefined }, reader: Reader, form?: FormState): Page {
  const { region, addressee } = parts
  const { locale } = reader
  return {
    template: 'policy-notices/notice', title: notice.title, ...(form ? { form } : {}),
    model: {
      ...cardOf(notice, region, addressee, reader), notice, parks: notice.parks.map((park) => region.park(park, locale)),
      mayWithdraw: notice.keeper && !notice.withdrawn,
    },
  }
}

export function policyNoticeEditor(region: RegionNames, reader: Reader, form?: FormState): Page {
  const { words, locale } = reader
  return {
    template: 'policy-notices/editor', title: words('policy-notices.new'), ...(form ? { form } : {}),
    model: { tracks: region.tracks.map(({ id }) => ({ value: id, label: region.track(id, locale) })), parks: parkChoices(region, reader) },
  }
}
