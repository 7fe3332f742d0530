import { actorOf, CAST } from '../../seed/demo/people.ts'
import type { Outcome } from '../../server/kernel/outcome.ts'
import { submitNeed } from '../../server/modules/competition/draft.ts'
import type { Need } from '../../server/modules/competition/need.ts'
import { confirmOpening } from '../../server/modules/competition/opening.ts'
import { appointPanel, declareConflict } from '../../server/modules/competition/panel.ts'
import { publishNeed } from '../../server/modules/competition/publication.ts'
import { approveNeed, returnNeed } from '../../server/modules/competition/review.ts'
import type { Policy } from '../../server/modules/policies/policy.ts'
import type { Services } from '../../server/services.ts'

/** Rules of a day are asked with the policy that holds and the moment they are asked at. */
interface Moment { services: Services; policy: Policy; now: Date }
type Act = (moment: Moment) => Promise<void>

const OFFICER = actorOf(CAST.officer)
const SECOND = actorOf(CAST.secondOfficer)
const PANEL = ['reviewer', 'secondReviewer', 'thirdReviewer'] as const

/** What people of the demonstration's city do from Monday to Friday; then it begins anew with what is left to do. */
const WEEK: readonly Act[] = [
  async (moment) => {
    await decide(moment, 'need-splash-coating', (need, { policy, now }) => approveNeed(need, policy, null, OFFICER, now))
    await decide(moment, 'need-splash-coating', (need, { policy, now }) => publishNeed(need, policy, OFFICER, now))
  },
  async (moment) => {
    await open(moment, 'need-hydrogen-vessel')
    await decide(moment, 'need-antibacterial', (need, { now }) => submitNeed(need, actorOf(need.createdBy), now))
  },
  async (moment) => {
    const panel = PANEL.map((part) => ({ person: CAST[part], organisation: actorOf(CAST[part]).organisation }))
    await decide(moment, 'need-hydrogen-vessel', (need, { policy, now }) => appointPanel(need, policy, panel, { bidders: [] }, OFFICER, now))
  },
  async (moment) => {
    await decide(moment, 'need-hydrogen-vessel', (need, { now }) => declareConflict(need, { conflict: false, reason: '' }, actorOf(CAST.reviewer), now))
    await decide(moment, 'need-grinding-robot', (need, { now }) => submitNeed(need, actorOf(need.createdBy), now))
  },
  async (moment) => {
    const remarks = [{ field: 'indicators', text: '请给出抑菌率对应的菌种和检测标准。' }]
    await decide(moment, 'need-antibacterial', (need, { now }) => returnNeed(need, remarks, SECOND, now))
  },
]

/** Called once a day; what the rules refuse by now (somebody was faster, a date has passed) is left undone. */
export function actEveryDay(services: Services): (now: Date) => Promise<void> {
  let day = -1
  return async (now) => {
    day += 1
    await WEEK[day % 7]?.({ services, now, policy: await services.policies.current() })
  }
}

async function decide(moment: Moment, id: string, rule: (need: Need, moment: Moment) => Outcome<Need, string>): Promise<void> {
  await moment.services.needs.decide(id, (need) => rule(need, moment))
}

/** One of the staff, one of the issuer. */
async function open(moment: Moment, id: string): Promise<void> {
  const need = await moment.services.needs.find(id)
  if (!need) return
  const facts = await moment.services.sealedFacts(need)
  await decide(moment, id, (one, { now }) => confirmOpening(one, facts, OFFICER, now))
  await decide(moment, id, (one, { now }) => confirmOpening(one, facts, actorOf(one.createdBy), now))
}
