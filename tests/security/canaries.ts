import { BIDS } from '../../seed/demo/bids.ts'
import { COMPETITIONS } from '../../seed/demo/competitions.ts'
import { NEEDS } from '../../seed/demo/needs.ts'
import { VERDICTS } from '../../seed/demo/verdicts.ts'

/** A bird in every field that is not for everybody; whoever hears it sing knows the field and the document. */
export const canary = (field: string, id: string): string => `kanarienvogel CANARY~${field}~${id}~`
export interface Heard { field: string; id: string }

const SONG = /CANARY~([\w.-]+)~([\w-]+)~/g
/** Costs are written in yuan, with separators, and in units of ten thousand. */
const COST = /\b76,?543,?0(\d\d)\b|\b7,?654\.30(\d\d)\b/g
const COSTS = 76_543_000

export function heardIn(text: string): Heard[] {
  const songs = [...text.matchAll(SONG)].map(([, field = '', id = '']) => ({ field, id }))
  const costs = [...text.matchAll(COST)].map(([, yuan, wan]) => ({ field: 'bid.content', id: BIDS[Number(yuan ?? wan)]?.id ?? 'unknown' }))
  return [...songs, ...costs]
}

/** Puts the birds into the demonstration before it is loaded; every state of a need is in it. */
export function plantCanaries(): void {
  BIDS.forEach((bid, i) => {
    const song = canary('bid.content', bid.id)
    bid.content.route += song
    bid.content.plan += song
    bid.content.team += song
    bid.content.cost = COSTS + i
    for (const milestone of bid.content.milestones) milestone.title += song
  })
  for (const need of NEEDS) {
    need.content.summary += canary('need.summary', need.id)
    need.content.background += canary('need.detail', need.id)
    need.content.constraints += canary('need.detail', need.id)
    need.content.bidderConditions += canary('need.detail', need.id)
    need.content.annex += canary('need.annex', need.id)
    for (const remark of need.remarks ?? []) remark.text += canary('need.remarks', need.id)
  }
  COMPETITIONS.forEach(plantInCompetition)
  for (const verdict of VERDICTS) verdict.reason += canary('verdict.reason', verdict.need)
}

function plantInCompetition(story: (typeof COMPETITIONS)[number]): void {
  const { need } = story
  if (story.recusal) story.recusal.reason += canary('panel.reason', `${need}--${story.recusal.reviewer}`)
  for (const sheet of story.sheets) sheet.comment += canary('sheet.comment', `${need}--${sheet.reviewer}`)
  for (const bid of Object.keys(story.proposal?.feedback ?? {})) story.proposal!.feedback[bid] += canary('award.feedback', bid)
  for (const objection of story.objections ?? []) {
    objection.realName += canary('objection.name', `${need}--${objection.person}`)
    objection.text += canary('objection.text', `${need}--${objection.person}`)
    objection.answer += canary('objection.text', `${need}--${objection.person}`)
  }
  if (story.contract) story.contract.terms += canary('contract.terms', need)
}
