import { COMPETITIONS } from '../../seed/demo/competitions.ts'
import { contentOf, type DemoNeed } from '../../seed/demo/demo-need.ts'
import { timelineOf } from '../../seed/demo/demo-timeline.ts'
import { NEEDS } from '../../seed/demo/needs.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { CLOCK } from '../kernel/actor.ts'
import { needNumber } from '../modules/competition/competition-store.ts'
import { draftNeed, submitNeed } from '../modules/competition/draft.ts'
import { closeNeed, decideWithdrawal, publishNeed, withdrawNeed } from '../modules/competition/publication.ts'
import { approveNeed, rejectNeed, returnNeed } from '../modules/competition/review.ts'
import type { Policy } from '../modules/policies/policy.ts'
import { playAmendment } from './demo-dialogues.ts'
import { playEvaluation } from './demo-evaluation.ts'
import type { DemoMarker } from './demo-marker.ts'
import { must } from './demo-rules.ts'
import { beginScene, handedIn, play, receiptsOf, type Scene, takeBids } from './demo-scene.ts'

const OFFICER = actorOf(CAST.officer)

/** What stands for the receipts of a need's closing (closing-list.ts): its root. */
export type ClosingRoot = (need: string, receipts: readonly string[]) => Promise<string>
interface Stage { policy: Policy; marker: DemoMarker; closingRoot: ClosingRoot }

/** Every need with its bids and score sheets, brought to its stage by the real rules. */
export async function demoScenes(stage: Stage): Promise<Scene[]> {
  const numbers = numbersFor(stage.marker.startedAt)
  return Promise.all(NEEDS.map((demo) => playNeed(demo, numbers.get(demo.id) ?? { year: 0, serial: 0 }, stage)))
}

export interface GivenNumber { year: number; serial: number }

/** Numbers count up within the year in which a need was drafted. */
export function numbersFor(startedAt: Date): Map<string, GivenNumber> {
  const last = new Map<number, number>()
  return new Map(NEEDS.map((demo) => {
    const year = timelineOf(demo, startedAt).drafted.getUTCFullYear()
    const serial = (last.get(year) ?? 0) + 1
    last.set(year, serial)
    return [demo.id, { year, serial }]
  }))
}

async function playNeed(demo: DemoNeed, { year, serial }: GivenNumber, { policy, marker, closingRoot }: Stage): Promise<Scene> {
  const issuer = actorOf(demo.issuer)
  const { drafted } = timelineOf(demo, marker.startedAt)
  const ids = { id: demo.id, number: needNumber(year, serial) }
  const scene = beginScene(demo, must(demo.id, draftNeed(ids, contentOf(demo, marker.startedAt), issuer, drafted)), policy, marker)
  if (demo.stage === 'draft' && !demo.remarks) return scene
  return playReview(play(scene, 'submit', submitNeed(scene.need, issuer, scene.at.submitted)), closingRoot)
}

async function playReview(scene: Scene, closingRoot: ClosingRoot): Promise<Scene> {
  const { demo, need, at, policy } = scene
  if (demo.remarks) return play(scene, 'return', returnNeed(need, demo.remarks, OFFICER, at.reviewed))
  if (demo.stage === 'submitted') return scene
  if (demo.stage === 'rejected') return play(scene, 'reject', rejectNeed(need, demo.reason ?? '', OFFICER, at.reviewed))
  const approved = play(scene, 'approve', approveNeed(need, policy, at.published, OFFICER, at.reviewed))
  return demo.stage === 'approved' ? approved : playPublication(approved, closingRoot)
}

async function playPublication(approved: Scene, closingRoot: ClosingRoot): Promise<Scene> {
  const { demo, at, policy } = approved
  const published = playAmendment(takeBids(play(approved, 'publish', publishNeed(approved.need, policy, CLOCK, at.published))))
  if (demo.stage === 'published') return published
  if (demo.stage === 'withdrawn') return playWithdrawal(published)
  const bids = handedIn(published)
  const facts = { bids: bids.length, receiptsRoot: await closingRoot(demo.id, receiptsOf(bids)) }
  const closed = play(published, 'close', closeNeed(published.need, policy, facts, CLOCK, at.deadline))
  const story = COMPETITIONS.find((one) => one.need === demo.id)
  return story && demo.stage !== 'closed' ? playEvaluation(closed, story) : closed
}

function playWithdrawal(scene: Scene): Scene {
  const { demo, at } = scene
  const asked = play(scene, 'ask', withdrawNeed(scene.need, demo.reason ?? '', actorOf(demo.issuer), at.withdrawalAsked))
  return play(asked, 'grant', decideWithdrawal(asked.need, true, OFFICER, at.withdrawalGranted))
}
