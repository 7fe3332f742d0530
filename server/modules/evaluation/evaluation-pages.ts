import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { contentModel } from '../bids/bid-pages.ts'
import type { EvaluationView, ReviewState } from './evaluation-view.ts'
import { scoreOf } from './scoresheet.ts'

type Reader = Pick<Context, 'words'>
type Names = ReadonlyMap<string, string>

/** What a reviewer has been assigned, what is to be done first. */
export function myReviewsPage(views: readonly EvaluationView[], { words }: Reader): Page {
  const order: readonly ReviewState[] = ['undeclared', 'scoring', 'handed-in', 'closed', 'recused']
  const rows = [...views].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).map((view) => ({
    href: `/reviews/${view.id}`, number: view.number, title: view.title, state: words(`evaluation.state.${view.state}`),
    tone: TONES[view.state], next: words(`evaluation.next.${view.state}`),
  }))
  return { template: 'evaluation/mine', title: words('evaluation.mineTitle'), model: { rows } }
}

const TONES: Record<ReviewState, string> = { undeclared: 'waiting', scoring: 'active', 'handed-in': 'good', closed: 'quiet', recused: 'quiet' }

/** First the declaration; then each bid beside the criteria; for those who are out, a word of thanks. */
export function reviewPage(view: EvaluationView, names: { organisations: Names; titles: Names }, reader: Reader): Page {
  if (view.state === 'undeclared') return declarePage(view, names.organisations, reader)
  return view.bids ? sheetPage(view, names, reader) : endPage(view, reader)
}

function declarePage(view: EvaluationView, organisations: Names, { words }: Reader): Page {
  return {
    template: 'evaluation/declare', title: words('evaluation.declareTitle'),
    model: {
      review: view, bidders: (view.bidders ?? []).map((id) => organisations.get(id) ?? id),
      options: [{ value: 'no', label: words('evaluation.noConflict') }, { value: 'yes', label: words('evaluation.hasConflict') }],
    },
  }
}

function endPage(view: EvaluationView, { words }: Reader): Page {
  return { template: 'evaluation/ended', title: words('evaluation.sheetTitle'), model: { review: view, text: words(`evaluation.next.${view.state}`) } }
}

function sheetPage(view: EvaluationView, { organisations, titles }: { organisations: Names; titles: Names }, { words }: Reader): Page {
  const bids = (view.bids ?? []).map((bid, i) => {
    const mark = view.marks?.find((one) => one.bid === bid.id)
    return {
      id: bid.id, path: `marks.${i}`, organisation: organisations.get(bid.organisation) ?? bid.organisation, comment: mark?.comment ?? '',
      content: contentModel(bid, titles),
      criteria: view.criteria.map((criterion, j) => ({
        ...criterion, path: `marks.${i}.scores.${j}`, score: scoreOf(mark, criterion.id), label: words('evaluation.criterion', { name: criterion.name, weight: criterion.weight }),
      })),
    }
  })
  return {
    template: 'evaluation/sheet', title: words('evaluation.sheetTitle'),
    model: { review: view, bids, open: view.state === 'scoring', mayStepBack: view.state === 'scoring' || (view.state === 'handed-in' && view.running), text: words(`evaluation.next.${view.state}`) },
  }
}
