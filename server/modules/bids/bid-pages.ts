import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { ACCEPTED } from '../attachments/attachment-kind.ts'
import type { NeedView } from '../competition/need-view.ts'
import { EMPTY_BID, missingInBid } from './bid.ts'
import { MAX_BID_FILES } from './bid-files.ts'
import { bidToForm } from './bid-form.ts'
import { bidNext } from './bid-next.ts'
import type { BidView } from './bid-view.ts'

type Reader = Pick<Context, 'words' | 'request'>
type Titles = ReadonlyMap<string, string>

/** The editor of a bid: saved at any time, handed in when complete, changed until the deadline. */
export function editorPage(
  parts: { need: NeedView; view?: BidView | undefined; library: { id: string; title: string }[]; colleague: string }, { words, request }: Reader, form?: FormState,
): Page {
  const { need, view, library, colleague } = parts
  const values = bidToForm(view?.content ?? EMPTY_BID)
  const shown = form?.values['milestones'] ?? values['milestones']
  const another = request.intent === 'add-row:milestones'
  return {
    template: 'bids/editor', title: words('bids.editorTitle'), ...(form ? { form } : {}),
    model: {
      need, bid: view, values, colleague,
      milestones: [...(Array.isArray(shown) ? shown : []), {}, ...(another ? [{}] : [])],
      library: library.map(({ id, title }) => ({ value: id, label: title })),
      handedIn: view?.status === 'submitted',
      next: bidNext(view ?? { status: 'draft', changeable: true }, need, words),
    },
  }
}

/** Somebody who may not bid is told why and what would help. */
export function notNowPage(need: NeedView, why: string, { words }: Reader): Page {
  return { template: 'bids/not-now', title: words('bids.editorTitle'), model: { need, why: words(`refusal.${why}`), help: words(`bids.help.${why}`) } }
}

/** Check your answers: what will be handed in, and what it still lacks. */
export function checkPage(need: NeedView, view: BidView, titles: Titles, { words }: Reader): Page {
  const missing = Object.entries(missingInBid(view.content ?? EMPTY_BID)).map(([field, key]) => ({
    href: `${editorOf(view)}#f-${field}`, text: words(key, { label: words(`field.${field}`) }),
  }))
  return {
    template: 'bids/check', title: words('bids.checkTitle'),
    model: { need, bid: view, editor: editorOf(view), missing, content: contentModel(view, titles) },
  }
}

/** A bid for whoever may read it. */
export function bidPage(need: NeedView, view: BidView, names: { organisation: string; titles: Titles }, { words }: Reader): Page {
  const { titles, organisation } = names
  return {
    template: 'bids/page', title: words('bids.pageTitle', { organisation }),
    model: {
      need, bid: view, organisation, editor: editorOf(view), content: contentModel(view, titles),
      next: view.own ? bidNext(view, need, words) : undefined, withdrawable: view.changeable && view.status === 'submitted',
    },
  }
}

export const editorOf = (view: Pick<BidView, 'id' | 'need'>): string => `/needs/${view.need}/bid?bid=${view.id}`

/** Files of a bid, for its own team while it may change. */
export function filesPage(need: NeedView, view: BidView, { words }: Reader, form?: FormState): Page {
  const notice = words(view.status === 'submitted' ? 'bids.filesSealed' : 'bids.filesOfDraft')
  return {
    template: 'attachments/files', title: words('bids.files'), ...(form ? { form } : {}),
    model: {
      need, files: view.content?.attachments ?? [], at: filesOf(view), back: editorOf(view), accept: ACCEPTED, notice,
      hint: words('bids.filesHint', { most: MAX_BID_FILES }),
    },
  }
}

const filesOf = ({ id }: Pick<BidView, 'id'>): string => `/bids/${id}/attachments`

/** What `bids/content` prints. */
export function contentModel(view: Pick<BidView, 'id' | 'content'>, titles: Titles): object | undefined {
  const { content } = view
  if (!content) return undefined
  const achievements = content.achievements.map((id) => ({ title: titles.get(id), href: `/achievements/${id}` }))
  const files = content.attachments.map(({ id, name, sha256 }) => ({ name, sha256, href: `${filesOf(view)}/${id}` }))
  return { ...content, files, achievements: achievements.filter((one) => one.title !== undefined) }
}
