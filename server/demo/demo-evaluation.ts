import type { DemoCompetition, DemoSheet } from '../../seed/demo/demo-competition.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import type { Actor } from '../kernel/actor.ts'
import { organisationsOf } from '../modules/bids/sealed-facts.ts'
import { confirmOpening } from '../modules/competition/opening.ts'
import { appointPanel, declareConflict, submitScores } from '../modules/competition/panel.ts'
import { blankSheet, handInSheet, type Mark, type ScoreSheet } from '../modules/evaluation/scoresheet.ts'
import { playAward } from './demo-award.ts'
import { must } from './demo-rules.ts'
import { handedIn, opened, play, receiptsOf, type Scene } from './demo-scene.ts'

const OFFICER = actorOf(CAST.officer)
const seat = (person: string) => ({ person, organisation: actorOf(person).organisation })

/** From closed to as far as the story goes: two people open, the panel declares and scores. */
export function playEvaluation(closed: Scene, story: DemoCompetition): Scene {
  const scored = playScores(playDeclarations(playPanel(playOpening(closed), story), story), story)
  return story.proposal ? playAward(scored, story, story.proposal) : scored
}

function playOpening(scene: Scene): Scene {
  const bids = handedIn(scene)
  const facts = { bidders: organisationsOf(bids), receipts: receiptsOf(bids) }
  const by = (from: Scene, actor: Actor, at: Date) => play(from, 'open', confirmOpening(from.need, facts, actor, at))
  return by(by(scene, OFFICER, scene.at.openedByStaff), actorOf(scene.demo.issuer), scene.at.openedByIssuer)
}

function playPanel(scene: Scene, { panel }: DemoCompetition): Scene {
  const bidders = organisationsOf(opened(scene))
  return play(scene, 'appoint', appointPanel(scene.need, scene.policy, panel.map(seat), { bidders }, OFFICER, scene.at.appointed))
}

/** A reviewer who steps back is replaced; the substitute declares when they come to it. */
function playDeclarations(appointed: Scene, { panel, recusal }: DemoCompetition): Scene {
  const declared = panel.reduce((scene, person) => {
    const reason = recusal?.reviewer === person ? recusal.reason : ''
    return play(scene, 'declare', declareConflict(scene.need, { conflict: reason !== '', reason }, actorOf(person), scene.at.declared))
  }, appointed)
  if (!recusal) return declared
  const { need, policy, at } = declared
  const substitute = [seat(recusal.replacedBy)]
  return play(declared, 'replace', appointPanel(need, policy, substitute, { bidders: organisationsOf(opened(declared)) }, OFFICER, at.replaced))
}

function playScores(declared: Scene, { sheets }: DemoCompetition): Scene {
  const reviewers = [...new Set(sheets.map((sheet) => sheet.reviewer))]
  return reviewers.reduce((scene, reviewer) => {
    const next = play(scene, 'score', submitScores(scene.need, actorOf(reviewer), scene.at.scored))
    return { ...next, sheets: [...next.sheets, finalSheet(scene, reviewer, sheets.filter((one) => one.reviewer === reviewer))] }
  }, declared)
}

function finalSheet(scene: Scene, reviewer: string, sheets: readonly DemoSheet[]): ScoreSheet {
  const { demo, need, at } = scene
  const task = { bids: opened(scene).map((bid) => bid.id), criteria: need.content.criteria }
  const marks = sheets.map(({ bid, scores, comment }): Mark =>
    ({ bid, comment, scores: Object.entries(scores).map(([criterion, score]) => ({ criterion, score })) }))
  return must(`${demo.id}, ${reviewer}`, handInSheet(blankSheet(demo.id, reviewer), task, marks, at.scored))
}
