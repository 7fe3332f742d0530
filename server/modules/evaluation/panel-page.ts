import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Need } from '../competition/need.ts'
import { isActive } from '../competition/panel.ts'
import type { Policy } from '../policies/policy.ts'
import type { PanelView, ReviewState } from './evaluation-view.ts'
import { markOf, weightedPoints } from './ranking.ts'
import type { Results } from './results.ts'

const TONES: Record<ReviewState, string> = { undeclared: 'waiting', scoring: 'active', 'handed-in': 'good', closed: 'quiet', recused: 'bad' }

interface Panel { need: Need; panel: PanelView; policy: Policy; results: Results | undefined; organisations: ReadonlyMap<string, string> }

/** Staff choose the panel, replace who steps back, see who has handed in and, when all have, what came out. */
export function panelPage({ need, panel, policy, results, organisations }: Panel, { words }: Pick<Context, 'words'>): Page {
  const active = need.panel.filter(isActive)
  return {
    template: 'evaluation/panel', title: words('evaluation.panelTitle'),
    model: {
      need: { id: need.id, number: need.number, title: need.content.title, status: need.status },
      members: panel.members.map((member) => ({ ...member, label: words(`evaluation.member.${member.state}`), tone: TONES[member.state] })),
      next: nextSentence(need, policy, words), open: need.status === 'evaluating' && !results, vacant: isVacant(need, policy),
      candidates: panel.candidates.filter((one) => !one.conflicted).map((one) => ({
        value: one.person, label: `${one.name} · ${one.organisationName}`, hint: words('evaluation.load', { count: one.load }),
      })),
      barred: panel.candidates.filter((one) => one.conflicted).map((one) => `${one.name} · ${one.organisationName}`),
      hint: words('evaluation.panelHint', { min: policy.panel.min, max: policy.panel.max, have: active.length }),
      replaceable: panel.members.filter((one) => one.state === 'undeclared' || one.state === 'scoring').map((one) => ({ value: one.person, label: one.name })),
      hopeless: need.status === 'evaluating' && results !== undefined && results.ranking.every((one) => one.total < policy.thresholdScore),
      threshold: policy.thresholdScore,
      results: results && resultsModel(need, panel, results, organisations),
    },
  }
}

/** Somebody is missing: too few, or one stepped back. */
function isVacant(need: Need, policy: Policy): boolean {
  const active = need.panel.filter(isActive).length
  return active < policy.panel.min || active % 2 === 0
}

function nextSentence(need: Need, policy: Policy, words: Context['words']): string {
  const active = need.panel.filter(isActive)
  if (need.status !== 'evaluating') return words('evaluation.panelDone')
  if (isVacant(need, policy)) return words('evaluation.panelChoose')
  const left = active.filter((member) => !member.submitted).length
  return left > 0 ? words('evaluation.panelWaiting', { count: left }) : words('evaluation.panelComplete')
}

/** One row for a bid, one column for a reviewer; totals that lie apart are marked. */
function resultsModel(need: Need, panel: PanelView, { ranking, outliers, sheets }: Results, organisations: ReadonlyMap<string, string>) {
  const nameOf = (person: string) => panel.members.find((one) => one.person === person)?.name ?? person
  return {
    reviewers: sheets.map((sheet) => nameOf(sheet.reviewer)),
    rows: ranking.map(({ bid, organisation, rank, total }) => ({
      rank, total, href: `/bids/${bid}`, organisation: organisations.get(organisation) ?? organisation,
      totals: sheets.map((sheet) => ({
        reviewer: nameOf(sheet.reviewer), total: weightedPoints(need.content.criteria, markOf(sheet, bid)) / 100,
        outlier: outliers.some((one) => one.bid === bid && one.reviewer === sheet.reviewer),
      })),
    })),
    comments: ranking.map(({ bid, organisation }) => ({
      organisation: organisations.get(organisation) ?? organisation,
      lines: sheets.flatMap((sheet) => { const comment = markOf(sheet, bid)?.comment; return comment ? [{ reviewer: nameOf(sheet.reviewer), comment }] : [] }),
    })).filter((one) => one.lines.length > 0),
    outliers: outliers.length > 0,
  }
}
