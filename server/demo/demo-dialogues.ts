import { AMENDMENTS, type DemoExpert, type DemoQuestion, EXPERTS, QUESTIONS } from '../../seed/demo/dialogues.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { approveAmendment, proposeAmendment } from '../modules/competition/amendment.ts'
import type { Need } from '../modules/competition/need.ts'
import { type ExpertInvitation, proposeExpert } from '../modules/invitations/expert-invitation.ts'
import { answerQuestion, askQuestion, type Question, rejectQuestion, releaseQuestion } from '../modules/questions/question.ts'
import { demoDay, must } from './demo-rules.ts'
import { play, type Scene } from './demo-scene.ts'

const OFFICER = actorOf(CAST.officer)
/** Days after the one before: staff pass a question on, the issuer answers, staff agree to a change. */
const STEP = 0.5

/** A published need that was changed while bids were taken; what was handed in before is stale. One change still waits. */
export function playAmendment(published: Scene): Scene {
  const { demo, need, policy, marker } = published
  const script = AMENDMENTS.find((one) => one.need === demo.id)
  if (!script) return published
  const { summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted } = need.content
  const content = { summary, background, indicators, constraints, bidderConditions, trlNow, trlWanted, ...script.changes }
  const proposal = { content, reason: script.reason, question: script.question, deadline: null }
  const asked = play(published, 'amend', proposeAmendment(need, proposal, actorOf(demo.issuer), demoDay(marker.startedAt, script.days)))
  if (script.waiting) return asked
  return play(asked, 'agree', approveAmendment(asked.need, policy, OFFICER, demoDay(marker.startedAt, script.days + STEP)))
}

export const demoQuestions = (scenes: readonly Scene[], startedAt: Date): Question[] =>
  QUESTIONS.map((script) => questionOf(script, needIn(scenes, script.need), startedAt))

function questionOf({ id, asker, text, askedDays, shown, rejected, answer }: DemoQuestion, need: Need, startedAt: Date): Question {
  const at = (steps: number): Date => demoDay(startedAt, askedDays + steps * STEP)
  const asked = must(id, askQuestion({ id, text }, need, 0, actorOf(asker), at(0)))
  if (rejected) return must(id, rejectQuestion(asked, need, rejected, OFFICER, at(1)))
  if (!shown) return asked
  const released = must(id, releaseQuestion(asked, need, shown, OFFICER, at(1)))
  return answer ? must(id, answerQuestion(released, need, answer, actorOf(need.createdBy), at(2))) : released
}

export const demoExperts = (scenes: readonly Scene[], startedAt: Date): ExpertInvitation[] =>
  EXPERTS.map(({ need, referrer, days, ...expert }: DemoExpert) =>
    must(expert.id, proposeExpert({ ...expert, locale: 'zh-CN' }, needIn(scenes, need), [], actorOf(referrer), demoDay(startedAt, days))))

function needIn(scenes: readonly Scene[], id: string): Need {
  const scene = scenes.find(({ need }) => need.id === id)
  if (!scene) throw new Error(`the demonstration has no need ${id}`)
  return scene.need
}
