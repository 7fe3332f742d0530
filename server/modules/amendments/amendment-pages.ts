import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { changedFields } from '../competition/amendment.ts'
import type { NeedView } from '../competition/need-view.ts'
import { type Amendment, COMPARATORS, type Need } from '../competition/need.ts'
import { withSpareRow } from '../needs/need-pages.ts'
import type { QuestionView } from '../questions/question-view.ts'
import { diffOf, type FieldDiff } from './amendment-diff.ts'

type Reader = Pick<Context, 'locale' | 'words' | 'request'>

/** Every version of a published need: what changed, when, why. */
export function historyPage(need: NeedView, reader: Reader): Page {
  const { words } = reader
  const versions = (need.history ?? []).map(({ before, after, version, at, reason, question, hidden }) => ({
    label: words('amendments.version', { version }), at, reason, hidden, diff: diffOf(before, after, reader),
    question: question ? `/needs/${need.id}/questions#q-${question}` : undefined,
  }))
  return { template: 'amendments/history', title: words('amendments.history'), model: { need, versions: versions.reverse() } }
}

/** A change that waits: side by side with what is published, and what this reader may do about it. */
export function waitingPage(view: NeedView, need: Need, amendment: Amendment, reader: Reader, form?: FormState): Page {
  return {
    template: 'amendments/waiting', title: reader.words('amendments.waitingTitle'), ...(form ? { form } : {}),
    model: {
      need: view, amendment, diff: waitingDiff(need, amendment, reader), mayTakeBack: view.standing.issuer,
      mayDecide: view.standing.officer && view.status === 'published',
      question: amendment.question ? `/questions/${amendment.question}` : undefined,
    },
  }
}

function waitingDiff({ content }: Need, { content: wanted, deadline }: Amendment, reader: Reader): FieldDiff[] {
  const fields = changedFields(content, wanted)
  const only = (from: Amendment['content']) => Object.fromEntries(fields.map((field) => [field, from[field]]))
  const later = deadline && deadline.getTime() !== content.deadline?.getTime() ? deadline : undefined
  return diffOf(
    { ...only(content), ...(later ? { deadline: content.deadline } : {}) }, { ...only(wanted), ...(later ? { deadline: later } : {}) }, reader,
  )
}

/** The issuer writes how the need shall be; an answer that led to it is quoted as the reason. */
export function proposalPage(view: NeedView, need: Need, days: number, from: QuestionView | undefined, reader: Reader, form?: FormState): Page {
  const { words, request } = reader
  const { content } = need
  const shown = form?.values['indicators'] ?? content.indicators
  const reason = from ? words('amendments.fromAnswer', { question: from.text, answer: from.answer ?? '' }) : ''
  return {
    template: 'amendments/proposal', title: words('amendments.proposalTitle'), ...(form ? { form } : {}),
    model: {
      need: view, values: { ...content, reason, question: from?.id ?? '', deadline: '' }, days, from,
      indicators: withSpareRow(shown, request.intent === 'add-row:indicators'),
      comparators: COMPARATORS.map((value) => ({ value, label: words(`needs.comparator.${value}`) })),
      readiness: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => ({ value: String(level), label: `TRL ${level} ${words(`needs.trl.${level}`)}` })),
    },
  }
}
