import { actorOf, CAST } from '../../seed/demo/people.ts'
import { POLICY_NOTICES } from '../../seed/demo/policy-notices.ts'
import { publishPolicyNotice, type PolicyNotice } from '../modules/policy-notices/policy-notice.ts'
import { demoDay, must } from './demo-rules.ts'

export const demoPolicyNotices = (startedAt: Date): PolicyNotice[] => POLICY_NOTICES.map(({ id, publishedDays, applyDays, ...content }) => {
  const applyUntil = applyDays === null ? null : demoDay(startedAt, applyDays)
  return must(id, publishPolicyNotice(id, { ...content, applyUntil }, actorOf(CAST.officer), demoDay(startedAt, publishedDays)))
})
