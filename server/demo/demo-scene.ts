import { createHmac } from 'node:crypto'
import { BIDS } from '../../seed/demo/bids.ts'
import type { DemoBid } from '../../seed/demo/demo-bid.ts'
import type { DemoNeed } from '../../seed/demo/demo-need.ts'
import { type Step, timelineOf } from '../../seed/demo/demo-timeline.ts'
import { CLOCK } from '../kernel/actor.ts'
import type { Outcome } from '../kernel/outcome.ts'
import { type Bid, draftBid, isHandedIn, settleBid, submitBid, withdrawBid } from '../modules/bids/bid.ts'
import { courseOf } from '../modules/bids/bid-course.ts'
import { isOpened, openNeedOf } from '../modules/bids/bid-view.ts'
import { sealBid } from '../modules/bids/receipt.ts'
import type { Need } from '../modules/competition/need.ts'
import type { ScoreSheet } from '../modules/evaluation/scoresheet.ts'
import type { Policy } from '../modules/policies/policy.ts'
import { actorOf } from '../../seed/demo/people.ts'
import type { DemoMarker } from './demo-marker.ts'
import { demoDay, must } from './demo-rules.ts'

/** One need being played: where it stands, and what belongs to it. */
export interface Scene {
  demo: DemoNeed
  at: Record<Step, Date>
  policy: Policy
  marker: DemoMarker
  need: Need
  bids: Bid[]
  sheets: ScoreSheet[]
}

export function beginScene(demo: DemoNeed, drafted: Need, policy: Policy, marker: DemoMarker): Scene {
  return { demo, at: timelineOf(demo, marker.startedAt), policy, marker, need: drafted, bids: [], sheets: [] }
}

/** The next decision on the need; its bids go where it goes, as they do in the running market. */
export function play(scene: Scene, what: string, outcome: Outcome<Need, string>): Scene {
  const need = must(`${scene.demo.id}, ${what}`, outcome)
  return { ...scene, need, bids: scene.bids.map((bid) => followed(bid, need, scene.policy)) }
}

function followed(bid: Bid, need: Need, { thresholdScore }: Policy): Bid {
  const course = courseOf(bid, need, thresholdScore)
  return course ? settleBid(bid, course, CLOCK, need.events.at(-1)?.at ?? new Date(0)) : bid
}

/** Everybody who bids does so while the need is open: some keep a draft, one takes the bid back. */
export function takeBids(scene: Scene): Scene {
  const script = BIDS.filter((one) => one.need === scene.demo.id)
  return { ...scene, bids: script.map((one) => bidOf(scene, one)) }
}

const NOTED_BEFORE = 1
const REGRETTED_AFTER = 0.5

function bidOf({ need, at, marker }: Scene, script: DemoBid): Bid {
  const [open, bidder] = [openNeedOf(need), actorOf(script.bidder)]
  const when = script.handedInDays === null ? demoDay(at.published, 1) : demoDay(marker.startedAt, script.handedInDays)
  const begun = new Date(Math.max(at.published.getTime(), demoDay(when, -NOTED_BEFORE).getTime()))
  const draft = must(script.id, draftBid(script.id, open, script.content, bidder, begun))
  if (script.handedInDays === null) return draft
  const seal = sealBid({ need: need.id, needVersion: need.contentVersion, content: script.content }, saltOf(script, marker))
  const handedIn = must(script.id, submitBid(draft, open, script.content, seal, bidder, when))
  return script.withdrawn ? must(script.id, withdrawBid(handedIn, open, bidder, demoDay(when, REGRETTED_AFTER))) : handedIn
}

const saltOf = ({ id }: DemoBid, { seed }: DemoMarker): string => createHmac('sha256', seed).update(id).digest('hex').slice(0, 32)

/** What the store would answer about the sealed bids at the deadline. */
export function handedIn({ bids, need }: Scene): Bid[] {
  return bids.filter((bid) => isHandedIn(bid, openNeedOf(need)))
}

export const receiptsOf = (bids: readonly Bid[]): string[] => bids.flatMap(({ receipt }) => receipt?.hash ?? [])

export const opened = ({ bids, need }: Scene): Bid[] => bids.filter((bid) => isOpened(bid, need))
