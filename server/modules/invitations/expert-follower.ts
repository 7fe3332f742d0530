import type { Clock } from '../../kernel/clock.ts'
import type { Follower } from '../../relay/relay.ts'
import type { RegistrationStore } from '../accounts/registration-store.ts'
import { expertJoined } from './expert-invitation.ts'
import type { ExpertInvitationStore } from './expert-invitation-store.ts'

interface Parts { registrations: RegistrationStore; experts: ExpertInvitationStore; clock: Clock }

/** An account that follows from an invitation uses its link up and credits whoever proposed it. */
export function createExpertFollower({ registrations, experts, clock }: Parts): Follower {
  return {
    name: 'experts', scope: 'shared',
    async handle({ source, type, subject }) {
      if (source !== 'people' || type !== 'person-registered') return
      const referral = (await registrations.find(subject))?.referral
      if (referral) await experts.decide(referral, (one) => expertJoined(one, subject, clock.now()))
    },
  }
}
