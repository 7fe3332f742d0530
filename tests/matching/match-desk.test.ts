import t from 'tap'
import { precisionByWeek, type StaffJudgement } from '../../server/modules/matching/match-precision.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { blankBook, isLearningDue, learnWeights, restoreWeights, resumeLearning, weightsInUse } from '../../server/modules/matching/weight-book.ts'
import { CLOCK } from '../../server/kernel/actor.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { bothLanguages, codeOf, notTheirs } from '../awards/answers.ts'
import { startDemo } from '../awards/demonstration.ts'

const DAY = 86_400_000
const officerActor = actorOf(CAST.officer)
const NOW = new Date('2026-11-23T01:00:00Z')

t.test('precision counts what stood first when it was judged', async (t) => {
  const said = (day: string, subject: string, kind: StaffJudgement['kind'], need = 'n', first = ['a', 'b', 'c', 'd', 'e', 'f']): StaffJudgement =>
    ({ need, subject, kind, at: new Date(day), first })
  t.same(precisionByWeek([
    said('2026-03-08T02:00:00Z', 'a', 'approve'), said('2026-03-09T08:00:00Z', 'a', 'approve'), said('2026-03-09T09:00:00Z', 'b', 'pin'),
    said('2026-03-09T09:00:00Z', 'f', 'approve'), said('2026-03-10T09:00:00Z', 'c', 'veto'), said('2026-03-12T09:00:00Z', 'x', 'veto', 'm', ['x']),
  ]), [
    { week: '2026-03-02', lists: 1, shown: 5, approved: 1, refused: 0, precision: 0.2, ofJudged: 1 },
    { week: '2026-03-09', lists: 2, shown: 6, approved: 2, refused: 2, precision: 2 / 6, ofJudged: 0.5 },
  ])
  t.match(precisionByWeek([said('2026-03-08T16:30:00Z', 'a', 'approve')]), [{ week: '2026-03-09' }], 'past midnight in the city')
  t.same(precisionByWeek([]), [])
})

t.test('weights: learned from the base, taken back, held, released', async (t) => {
  const parts = { text: 0.5, indicators: 0.5, track: 0.5, trl: 0.5, region: 0.5, delivery: 0.5, capacity: 0.5, verdict: 0 }
  const judged = [1, 1, 1, 0, 0, 0].map((track, at) => ({ kind: at < 3 ? 'approve' as const : 'veto' as const, parts: { ...parts, track } }))
  const blank = blankBook(matchWeights)
  t.match(learnWeights(blank, matchWeights, judged.slice(1), officerActor, NOW), { refusal: 'too-few-judgements' })
  t.match(learnWeights(blank, matchWeights, judged, actorOf(CAST.owner), NOW), { refusal: 'not-staff' })
  const learned = learnWeights(blank, matchWeights, judged, CLOCK, NOW)
  if (!learned.ok) return t.fail(learned.refusal)
  const first = weightsInUse(learned.value, matchWeights)
  t.ok(first.parts.track > matchWeights.parts.track && first.parts.text === matchWeights.parts.text)
  t.match(learnWeights(learned.value, matchWeights, judged, CLOCK, NOW), { refusal: 'nothing-learned' }, 'learning twice changes nothing')
  t.notOk(isLearningDue(learned.value, new Date(NOW.getTime() + 6 * DAY)))
  t.ok(isLearningDue(learned.value, new Date(NOW.getTime() + 7 * DAY)))
  const held = restoreWeights(learned.value, matchWeights, matchWeights.version, officerActor, NOW)
  if (!held.ok) return t.fail(held.refusal)
  t.same(weightsInUse(held.value, matchWeights), matchWeights)
  t.match(learnWeights(held.value, matchWeights, judged, CLOCK, NOW), { refusal: 'weights-held' })
  t.match(restoreWeights(held.value, matchWeights, 'no-such-version', officerActor, NOW), { refusal: 'unknown-weights' })
  const released = resumeLearning(held.value, officerActor, NOW)
  if (!released.ok) return t.fail(released.refusal)
  const again = learnWeights(released.value, matchWeights, judged, officerActor, NOW)
  t.same(again.ok && weightsInUse(again.value, matchWeights).parts, first.parts, 'the same decisions, the same weights')
  const moved = { ...matchWeights, version: 'later' }
  t.same(weightsInUse(learned.value, moved), moved, 'what was learned from another base is set aside')
})

const app = await startDemo(t)
const officer = await app.as('officer')
const PAGE = '/staff/matching'
interface Weights { mode: string; inUse: string; base: Record<string, number>; parts: Record<string, number>; standing: { approved: number; refused: number }; versions: { version: string }[] }
const weights = async () => (await officer.api('GET', '/matching/weights')).json() as Weights

t.test('the desk is for officers', async (t) => {
  const others = { stranger: await app.as('stranger'), researcher: await app.as('researcher'), auditor: await app.as('auditor') }
  await notTheirs(t, app, others, { page: PAGE, form: '/staff/matching/learning', api: '/matching/learning' }, {})
  for (const who of Object.values(others)) for (const path of ['/matching/weights', '/matching/precision']) t.equal((await who.api('GET', path)).statusCode, 404)
})

t.test('the demonstration has weeks of judgements and weights learned from them', async (t) => {
  const { zh } = await bothLanguages(t, officer, PAGE)
  const { items } = (await officer.api('GET', '/matching/precision')).json() as { items: { week: string; precision: number }[] }
  t.ok(items.length >= 8, `${items.length} weeks`)
  t.ok(items.every(({ precision }) => precision >= 0 && precision <= 1))
  t.equal(zh.split('<meter').length - 1, items.length + 6, 'a bar for each week and each part')
  const { inUse, versions, standing } = await weights()
  t.ok(standing.approved >= 3 && standing.refused >= 3)
  t.equal(versions.at(-1)?.version, inUse, 'the weekly turn has come')
})

t.test('back to the weights set by hand, at once, and on again', async (t) => {
  const { inUse, parts, base } = await weights()
  t.not(parts['text'], base['text'])
  const sent = await officer.submit('/staff/matching/weights', { version: matchWeights.version }, { page: PAGE })
  t.match([sent.statusCode, sent.headers.location], [303, PAGE])
  t.match(await weights(), { mode: 'held', inUse: matchWeights.version, parts: base })
  const [ranked] = await app.services.matching.teamsFor((await app.services.needs.find('need-mooring'))!, 1)
  t.equal(ranked?.match.weights, matchWeights.version, 'the ranking names the weights that made it')
  const held = await officer.api('POST', '/matching/learning', {})
  t.match([held.statusCode, codeOf(held)], [409, 'weights-held'])
  const shown = await officer.submit('/staff/matching/learning', {}, { page: PAGE })
  t.match([shown.statusCode, shown.body.includes('class="error-summary"')], [409, true])
  t.equal((await officer.api('POST', '/matching/weights', { version: 'no-such' })).statusCode, 404)
  t.equal((await officer.submit('/staff/matching/resumption', {}, { page: PAGE })).statusCode, 303)
  t.equal((await officer.api('POST', '/matching/learning', {})).statusCode, 200)
  t.match(await weights(), { mode: 'learning', parts })
  t.equal((await officer.api('POST', '/matching/weights', { version: inUse })).statusCode, 200, 'an earlier version can be chosen too')
  t.equal((await officer.api('POST', '/matching/resumption', {})).statusCode, 200)
})

t.test('a judgement is counted with the ranking it judged; taken back, it is not', async (t) => {
  const before = await weights()
  const say = (kind: string | null) => officer.api('POST', '/matches/need-weld-films/verdicts', { subject: 'team-industrial-ai', kind, reason: '' })
  t.equal((await say('approve')).statusCode, 200)
  const { basis } = await app.services.verdicts.about('need-weld-films', 'team-industrial-ai', 'staff')
  t.equal(basis?.first[0], 'team-industrial-ai')
  t.ok(basis && basis.first.length <= 5 && basis.parts.verdict === 0, 'as it stood before anybody spoke')
  t.equal((await weights()).standing.approved, before.standing.approved + 1)
  t.equal((await say(null)).statusCode, 200)
  t.same((await weights()).standing, before.standing)
})

t.test('why a team is not here: by name or id, page and API', async (t) => {
  const [byId, byName] = await Promise.all(['team-synbio', '代謝工程'].map((team) => officer.api('GET', `/matches/need-mooring/why-not?team=${encodeURIComponent(team)}`)))
  t.match(byId?.json(), { team: 'team-synbio', kind: String })
  t.match(byName?.json(), { team: 'team-synbio' }, 'a part of the name is enough')
  t.match((await officer.api('GET', '/matches/need-mooring/why-not?team=qqqq')).json(), { team: null, kind: 'unknown-team' })
  t.equal((await (await app.as('stranger')).api('GET', '/matches/need-mooring/why-not?team=team-synbio')).statusCode, 404)
  t.equal((await officer.api('GET', '/matches/need-mooring/why-not')).statusCode, 400)
})
