import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { localeChoices } from '../accounts/choices.ts'
import type { NeedView } from '../competition/need-view.ts'
import { isPending } from './expert-invitation.ts'
import type { ExpertInvitationView } from './expert-invitation-view.ts'

type Reader = Pick<Context, 'locale' | 'words' | 'actor'>

export interface ExpertNames { needs: ReadonlyMap<string, string>; people: ReadonlyMap<string, string>; organisations: ReadonlyMap<string, string> }

export function proposalPage(need: NeedView, reader: Reader, form?: FormState): Page {
  return {
    template: 'invitations/proposal', title: reader.words('invitations.proposalTitle'), ...(form ? { form } : {}),
    model: { need, locales: localeChoices(reader) },
  }
}

/** Those that wait first, then the others; how many have joined thanks to whom. */
export function listPage(
  template: 'invitations/mine' | 'invitations/staff', views: readonly ExpertInvitationView[], names: ExpertNames, { words, actor }: Reader, form?: FormState,
): Page {
  const rows = views.map((view) => ({
    ...view, needTitle: names.needs.get(view.need) ?? '', referrerName: names.people.get(view.referrer) ?? view.referrer,
    organisationName: names.organisations.get(view.organisation) ?? '', state: words(`invitations.state.${view.status}`), tone: TONES[view.status],
    pending: isPending(view), decidable: view.status === 'proposed' && view.referrer !== actor.id,
  }))
  return {
    template, title: words(template === 'invitations/mine' ? 'invitations.mine' : 'invitations.staff'), ...(form ? { form } : {}),
    model: {
      waiting: rows.filter((row) => row.decidable), rows: rows.filter((row) => template === 'invitations/mine' || !row.decidable),
      credits: creditsOf(rows), joined: rows.filter((row) => row.status === 'joined').length,
    },
  }
}

const TONES: Record<ExpertInvitationView['status'], string> = {
  proposed: 'waiting', approved: 'waiting', mailed: 'active', joined: 'good', refused: 'bad', revoked: 'quiet', expired: 'quiet',
}

function creditsOf(rows: readonly { status: string; referrer: string; referrerName: string; organisationName: string }[]) {
  const credits = new Map<string, { name: string; organisation: string; count: number }>()
  for (const { status, referrer, referrerName, organisationName } of rows) {
    if (status !== 'joined') continue
    const known = credits.get(referrer) ?? { name: referrerName, organisation: organisationName, count: 0 }
    credits.set(referrer, { ...known, count: known.count + 1 })
  }
  return [...credits.values()].sort((a, b) => b.count - a.count)
}
