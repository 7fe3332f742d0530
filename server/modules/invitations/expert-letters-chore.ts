import { CLOCK } from '../../kernel/actor.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Outbox } from '../../mail/outbox.ts'
import type { Chore } from '../../relay/background.ts'
import type { OrganisationStore, PersonStore } from '../accounts/account-store.ts'
import { newLinkToken } from '../accounts/link-token.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import { type ExpertInvitation, expertMailed, expireExpert } from './expert-invitation.ts'
import type { ExpertInvitationStore } from './expert-invitation-store.ts'

interface Parts {
  experts: ExpertInvitationStore
  people: PersonStore
  organisations: OrganisationStore
  needs: NeedStore
  outbox: Outbox
  clock: Clock
  config: { publicUrl: string }
}

const BATCH = 50

/**
 * Writes to the invited once staff have agreed, and forgets those who never came. The mail is queued before the link is
 * stored and named by the link's hash, so after a crash a second one goes out whose link works. Whoever proposed somebody
 * never learns whether the address was known here: it is looked up here alone, and looks the same to them.
 */
export function createExpertLettersChore(parts: Parts): Chore {
  return {
    name: 'expert-letters',
    async run(goOn) {
      const { experts, clock } = parts
      const ended = await experts.endedBy(clock.now(), BATCH)
      for (const { id } of ended) if (goOn()) await experts.decide(id, (one) => expireExpert(one, false, CLOCK, clock.now()))
      const approved = await experts.inStatus('approved', BATCH)
      for (const invitation of approved) if (goOn()) await write(parts, invitation)
      return ended.length + approved.length
    },
  }
}

async function write(parts: Parts, invitation: ExpertInvitation): Promise<void> {
  const { people, experts, needs, clock } = parts
  const need = await needs.find(invitation.need)
  const view = need && viewNeed(need, null)
  if (view?.status !== 'published') {
    await experts.decide(invitation.id, (one) => expireExpert(one, true, CLOCK, clock.now()))
    return
  }
  const known = await people.withEmail(invitation.email)
  const { token, hash } = known ? { token: '', hash: '' } : newLinkToken()
  await queue(parts, invitation, view, { to: known?.id ?? invitation.id, token, hash })
  await experts.decide(invitation.id, (one) => expertMailed(one, hash))
}

interface Letter { to: string; token: string; hash: string }

/** Only what a stranger may read of the need. */
async function queue({ organisations, people, outbox, config }: Parts, invitation: ExpertInvitation, view: NeedView, { to, token, hash }: Letter): Promise<void> {
  const [referrer, organisation] = [await people.find(invitation.referrer), await organisations.find(invitation.organisation)]
  const path = token === '' ? `/needs/${view.id}` : `/invitations/${token}`
  const model = {
    title: view.title, summary: view.summary, number: view.number, why: invitation.why, referrer: referrer?.name ?? '', name: invitation.name,
    organisation: organisation?.name ?? '', href: config.publicUrl + path, preferencesUrl: '',
  }
  await outbox.queue({ id: `expert-invitation:${invitation.id}:${hash}`, to, template: 'expert-invitation', model, locale: invitation.locale })
}
