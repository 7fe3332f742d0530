import type { OrganisationKind } from '../../kernel/actor.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Addressee } from './policy-notice.ts'

export interface AddresseeParts {
  organisations: { find(id: string): Promise<{ kind: OrganisationKind; park: string | null } | undefined> }
  needs: Pick<NeedStore, 'ofOrganisation'>
}

/** What an organisation works on is what its needs say, drafts included: nobody but itself is shown it. */
export async function addresseeOf({ organisations, needs }: AddresseeParts, id: string): Promise<Addressee | undefined> {
  const organisation = await organisations.find(id)
  if (organisation?.kind !== 'enterprise') return undefined
  const own = await needs.ofOrganisation(id)
  return { kind: organisation.kind, park: organisation.park, tracks: [...new Set(own.flatMap((need) => need.content.tracks))] }
}
