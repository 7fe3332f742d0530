import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { ErasureRequest, Obligation } from './erasure-request.ts'
import { HOLDINGS, NOTICE_VERSION, RETENTION } from './personal-data.ts'

type Reader = Pick<Context, 'words'>

/** The notice says what the programs go by: both tables are printed from where they are used. */
export function noticePage(offices: readonly { href: string; name: string }[], { words }: Reader): Page {
  return {
    template: 'privacy/notice', title: words('privacy.title'),
    model: {
      version: NOTICE_VERSION, offices,
      holdings: HOLDINGS.map(({ collection, fate }) => ({ what: words(`privacy.holding.${collection}`), fate: words(`privacy.fate.${fate}`) })),
      retention: RETENTION.map(({ what, days, how }) => ({ what: words(`privacy.kept.${what}`), long: longOf(days, how, words), why: words(`privacy.why.${what}`) })),
    },
  }
}

function longOf(days: number | null, how: string, words: Context['words']): string {
  if (days === null) return words(`privacy.how.${how}`)
  return days < 1 ? words('privacy.hours', { count: days * 24 }) : words(how === 'operator' ? 'privacy.daysAtLeast' : 'privacy.days', { count: days })
}

export function ownDataPage(obligations: readonly Obligation[], request: ErasureRequest | undefined, { words }: Reader, form?: FormState): Page {
  const state = request?.state
  return {
    template: 'privacy/own-data', title: words('privacy.ownTitle'), ...(form ? { form } : {}),
    model: {
      obligations: sentencesOf(obligations, words), waiting: state === 'asked' || state === 'decided', askedAt: request?.askedAt,
      refusedBecause: state === 'refused' ? request?.reason : '',
    },
  }
}

export interface ErasureRow { request: ErasureRequest; name: string; obligations: Obligation[] }

export function erasuresPage(rows: readonly ErasureRow[], { words, actor }: Pick<Context, 'words' | 'actor'>): Page {
  return {
    template: 'privacy/erasures', title: words('privacy.erasures'),
    model: {
      rows: rows.map(({ request, name, obligations }) => ({
        id: request.id, name, href: `/people/${request.person}`, askedAt: request.askedAt, own: request.person === actor.id,
        obligations: sentencesOf(obligations, words), consequences: ['account', 'traces', 'kept'].map((one) => words(`privacy.erase.${one}`)),
      })),
    },
  }
}

const sentencesOf = (obligations: readonly Obligation[], words: Context['words']): string[] =>
  obligations.map(({ kind, needs }) => words(`privacy.obligation.${kind}`, { needs: needs.join(words('privacy.comma')) }))
