import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { NeedView } from '../competition/need-view.ts'
import { END_STATUSES } from '../competition/need.ts'
import { nextOf } from './need-pages.ts'

const GROUPS = ['yours', 'running', 'ended'] as const

/** An organisation's needs: first what waits for it, then what runs, then what is over. */
export function minePage(views: readonly NeedView[], { words }: Pick<Context, 'words'>): Page {
  const groups = GROUPS.map((group) => ({
    label: words(`needs.group.${group}`),
    rows: views.filter((view) => groupOf(view) === group).map((view) => ({
      href: `/needs/${view.id}`, number: view.number, title: view.title, state: view.status, next: nextOf(view, words),
    })),
  }))
  return { template: 'needs/mine', title: words('needs.mineTitle'), model: { groups: groups.filter((group) => group.rows.length > 0) } }
}

function groupOf(view: NeedView): (typeof GROUPS)[number] {
  // Nothing is left to decide here, but the project itself has only begun.
  if (view.status !== 'executing' && END_STATUSES.includes(view.status)) return 'ended'
  return ['issuer', 'issuer-and-officer', 'parties'].includes(view.next.who) ? 'yours' : 'running'
}
