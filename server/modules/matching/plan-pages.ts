import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { formatNumber } from '../../kernel/format.ts'
import type { Need } from '../competition/need.ts'
import { grouped } from '../../kernel/grouped.ts'
import type { PlanFigures } from './plan-figures.ts'
import type { InvitationPlanRecord } from './plan-record.ts'

type Reader = Pick<Context, 'locale' | 'words'>
interface Names { needs: ReadonlyMap<string, Need>; teams: ReadonlyMap<string, string>; people: ReadonlyMap<string, string> }

/** A list of names longer than this is for the API. */
const MOST_LEFT_OUT = 60

export function plansPage(plans: readonly InvitationPlanRecord[], people: ReadonlyMap<string, string>, { words }: Reader, form?: FormState): Page {
  return {
    template: 'matching/plans', title: words('matching.plansTitle'), ...(form ? { form } : {}),
    model: {
      settings: { cap: 2, floor: 3, ceiling: 5 },
      plans: plans.map((plan) => ({
        href: `/staff/invitations/${plan.id}`, at: plan.at, by: people.get(plan.by) ?? plan.by, needs: plan.needs.length,
        invitations: plan.invitations.length, approved: plan.invitations.filter((one) => one.state === 'approved').length, short: plan.shortNeeds.length,
      })),
    },
  }
}

export function planPage(plan: InvitationPlanRecord, names: Names, reader: Reader, form?: FormState): Page {
  const { words } = reader
  const waiting = plan.invitations.filter((one) => one.state === 'proposed').length
  return {
    template: 'matching/plan', title: words('matching.planTitle'), ...(form ? { form } : {}),
    model: {
      id: plan.id, at: plan.at, by: names.people.get(plan.by) ?? plan.by, ...plan.settings, waiting, approved: plan.invitations.length - waiting,
      standing: plan.standing.length, needCount: plan.needs.length, people: plan.people,
      compared: comparedOf(plan.figures, reader), needs: needsOf(plan, names, reader), ...leftOutOf(plan, names, reader),
    },
  }
}

const WAYS = ['plan', 'greedy', 'top'] as const
const FIGURES = ['invitations', 'fewestPerNeed', 'needsBelowFloor', 'mostPerPerson', 'totalScore'] as const

/** One row for each figure, one column for each way of inviting. */
function comparedOf(figures: Record<(typeof WAYS)[number], PlanFigures>, { words, locale }: Reader) {
  return {
    columns: [words('matching.figure'), ...WAYS.map((way) => words(`matching.way.${way}`))].map((label, at) => ({ label, number: at > 0 })),
    rows: FIGURES.map((figure) => ({
      cells: [{ text: words(`matching.figure.${figure}`) }, ...WAYS.map((way) => ({ text: formatNumber(figures[way][figure], locale, 1), number: true }))],
    })),
  }
}

function needsOf({ needs, invitations, standing, shortNeeds }: InvitationPlanRecord, names: Names, { words }: Reader) {
  const invited = grouped(invitations, (one) => one.need)
  const before = grouped(standing, (one) => one.need)
  const short = new Map(shortNeeds.map((one) => [one.needId, one]))
  return needs.map((id) => {
    const need = names.needs.get(id)
    const lack = short.get(id)
    return {
      id, href: `/needs/${id}/matches`, title: need?.content.title ?? id, deadline: need?.content.deadline ?? null,
      short: lack ? words(`matching.short.${lack.because}`, { invited: lack.invited, floor: lack.floor }) : '',
      invited: (invited.get(id) ?? []).map((one) => ({
        value: `${one.need} ${one.team}`, href: `/teams/${one.team}`, team: names.teams.get(one.team) ?? one.team, person: names.people.get(one.person) ?? one.person,
        score: Math.round(one.score * 100), proposed: one.state === 'proposed',
      })),
      before: (before.get(id) ?? []).map((one) => ({ href: `/teams/${one.team}`, team: names.teams.get(one.team) ?? one.team })),
    }
  })
}

function leftOutOf({ leftOut }: InvitationPlanRecord, { people }: Names, { words }: Reader) {
  const groups = [...grouped(leftOut, (one) => one.because)].map(([because, left]) => ({
    reason: words(`matching.leftOut.${because}`), count: left.length, more: Math.max(0, left.length - MOST_LEFT_OUT),
    names: left.slice(0, MOST_LEFT_OUT).map(({ personId }) => people.get(personId) ?? personId),
  }))
  return { leftOut: groups }
}
