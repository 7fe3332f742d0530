import { CAST } from '../../seed/demo/people.ts'
import { POLICY_NOTICES } from '../../seed/demo/policy-notices.ts'
import type { Actor } from '../kernel/actor.ts'
import { publishPolicyNotice, type PolicyNotice } from '../modules/policy-notices/policy-notice.ts'
import { demoDay, must } from './demo-rules.ts'

const OFFICER: Actor = { id: CAST.officer, organisation: 'org-bureau', kind: 'bureau', roles: ['officer'], verified: true }

export const demoPolicyNotices = (startedAt: Date): PolicyNotice[] => POLICY_NOTICES.map(({ id, publishedDays, applyDays, ...content }) => {
  const applyUntil = applyDays === null ? null : demoDay(startedAt, applyDays)
  return must(id, publishPolicyNotice(id, { ...content, applyUntil }, OFFICER, demoDay(startedAt, publishedDays)))
})
