import { isOfficer, type Viewer } from '../../kernel/actor.ts'
import type { ExpertInvitation, ExpertStatus } from './expert-invitation.ts'

/** What the staff and the referrer see of an invitation; for everybody else there is none. */
export interface ExpertInvitationView {
  id: string
  need: string
  status: ExpertStatus
  referrer: string
  organisation: string
  endsAt: Date
  /** Until it has served. */
  name?: string
  email?: string
  why?: string
  reason?: string
  own: boolean
}

export function viewExpertInvitation(invitation: ExpertInvitation, viewer: Viewer): ExpertInvitationView | undefined {
  const own = viewer !== null && viewer.id === invitation.referrer
  if (!own && !isOfficer(viewer)) return undefined
  const { id, need, status, referrer, organisation, endsAt, name, email, why, reason } = invitation
  return { id, need, status, referrer, organisation, endsAt, own, ...(email ? { name, email, why } : {}), ...(reason ? { reason } : {}) }
}
