import type { DemoCompetition, DemoContract, DemoObjection } from '../../seed/demo/demo-competition.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { CLOCK } from '../kernel/actor.ts'
import { confirmAward, proposeAward, type Proposal, type Ranking } from '../modules/competition/award.ts'
import { admitObjection, endPublicity, fileObjection, resolveObjection } from '../modules/competition/publicity.ts'
import { draftContract, registerContract, signContract } from '../modules/competition/signing.ts'
import { rankBids } from '../modules/evaluation/ranking.ts'
import { opened, play, type Scene } from './demo-scene.ts'

const OFFICER = actorOf(CAST.officer)
/** A lone bid takes two. */
const SECOND_OFFICER = actorOf(CAST.secondOfficer)

/** Proposal, publicity with its objections, contract: as far as the need's stage asks for. */
export function playAward(scored: Scene, story: DemoCompetition, proposal: Proposal): Scene {
  const { demo, at, need, policy } = scored
  const proposed = play(scored, 'propose', proposeAward(need, policy, proposal, rankingOf(scored), actorOf(demo.issuer), at.proposed))
  if (demo.stage === 'proposed') return proposed
  const first = play(proposed, 'confirm', confirmAward(proposed.need, policy, OFFICER, at.confirmed))
  const confirmed = first.need.status === 'publicised' ? first : play(first, 'confirm', confirmAward(first.need, policy, SECOND_OFFICER, at.confirmed))
  const publicised = (story.objections ?? []).reduce(playObjection, confirmed)
  return demo.stage === 'publicised' || !story.contract ? publicised : playContract(publicised, story.contract)
}

function rankingOf(scene: Scene): Ranking {
  const { need, sheets } = scene
  const candidates = opened(scene).map(({ id, organisation, receipt }) => ({ bid: id, organisation, receivedAt: receipt?.at ?? new Date(0) }))
  return rankBids(need.content.criteria, candidates, sheets.map(({ reviewer, final }) => ({ reviewer, marks: final ?? [] })))
}

function playObjection(scene: Scene, { id, person, realName, text, outcome, answer }: DemoObjection): Scene {
  const { at, policy } = scene
  const filed = play(scene, 'object', fileObjection(scene.need, { id, realName, text }, actorOf(person), at.objected))
  if (outcome === 'filed') return filed
  const admission = { admissible: outcome !== 'inadmissible', answer }
  const admitted = play(filed, 'admit', admitObjection(filed.need, id, admission, OFFICER, at.admitted))
  if (outcome !== 'dismissed') return admitted
  const ruling = { upheld: false, answer, consequence: null }
  return play(admitted, 'rule', resolveObjection(admitted.need, policy, id, ruling, OFFICER, at.ruled))
}

function playContract(publicised: Scene, { signed, registration, ...draft }: DemoContract): Scene {
  const { at, policy, demo } = publicised
  const issuer = actorOf(demo.issuer)
  const ends = publicised.need.award?.publicityEnds ?? at.contract
  let scene = play(publicised, 'end publicity', endPublicity(publicised.need, policy, CLOCK, ends))
  scene = play(scene, 'contract', draftContract(scene.need, draft, issuer, at.contract))
  if (signed.includes('issuer')) scene = play(scene, 'sign', signContract(scene.need, issuer, at.signedByIssuer))
  if (signed.includes('performer')) scene = play(scene, 'sign', signContract(scene.need, winnerOf(scene), at.signedByPerformer))
  return registration ? play(scene, 'register', registerContract(scene.need, registration, OFFICER, at.registered)) : scene
}

const winnerOf = ({ need, bids }: Scene) => actorOf(bids.find((bid) => bid.id === need.award?.winner)?.bidder ?? '')
