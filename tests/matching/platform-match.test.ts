import t from 'tap'
import { startDemo } from '../awards/demonstration.ts'
import { bothLanguages } from '../awards/answers.ts'
import type { MatchNeed } from '../../server/modules/matching/match-types.ts'
import { matchPlatformOf, rankForEnterprise, rankPlatforms } from '../../server/modules/matching/platform-match.ts'
import { coatNeed, contextWith, weldNeed } from './small-market.ts'

const park = { id: 'p-north', district: 'd-east', directions: [{ name: '高端装备', detail: ['激光焊接', '起重机械'], tracks: ['equipment'] }] }
const welding = matchPlatformOf({ id: 'pl-weld', name: '焊接工艺中试平台', park: 'p-north' }, park)
const coating = matchPlatformOf({ id: 'pl-coat', name: '海洋防腐涂层检测中心', park: null }, undefined)
const farming = matchPlatformOf({ id: 'pl-farm', name: '油菜育种基地', park: null }, undefined)
const all = [farming, coating, welding]
const ids = (need: MatchNeed) => rankPlatforms(need, all, contextWith()).map((one) => one.match.id)

t.test('a platform is compared by its name and by what its park specialises in', async (t) => {
  t.equal(ids(weldNeed)[0], 'pl-weld')
  t.equal(ids(coatNeed)[0], 'pl-coat')
  t.notOk(ids(weldNeed).includes('pl-farm'))
  const [first] = rankPlatforms(weldNeed, [welding], contextWith())
  t.match(first?.match.parts, { track: 1, region: 1 }, 'the park tells track and place')
  t.match(rankPlatforms(coatNeed, [coating], contextWith())[0]?.match.parts, { track: 0.5, region: 0.5 }, 'without a park nothing is assumed')
})

t.test('for an enterprise a platform that meets several of its needs comes before one that meets one', async (t) => {
  const also = { ...weldNeed, id: 'n-also', text: { title: '起重机械臂架焊接变形控制' } }
  const found = rankForEnterprise([weldNeed, also, coatNeed], all, contextWith())
  t.same(found.map((one) => one.match.id), ['pl-weld', 'pl-coat'])
  t.equal(found[1]?.need, 'n-coat')
  t.ok(found[0]!.match.score > found[1]!.match.score)
  t.same(rankForEnterprise([], all, contextWith()), [])
})

t.test('the market: platforms stand beside teams and achievements, and nobody else reads them', async (t) => {
  const app = await startDemo(t)
  const [owner, officer, researcher] = [await app.as('owner'), await app.as('officer'), await app.as('researcher')]
  await app.services.platforms.put({ id: 'pl-mooring', name: '系泊缆疲劳试验平台', nameEn: 'Mooring rope fatigue laboratory', kind: 'innovation-centre', park: null })
  const answer = (await officer.api('GET', '/matches/need-mooring')).json() as { items: { id: string; kind: string; score: number }[] }
  const platforms = answer.items.filter((one) => one.kind === 'platform')
  t.equal(platforms[0]?.id, 'pl-mooring')
  t.notOk(platforms.some((one) => one.id === 'national-ic-test'), 'no telling phrase in common')
  t.ok(platforms.every((one, at) => at === 0 || one.score <= platforms[at - 1]!.score))
  const { zh, en } = await bothLanguages(t, owner, '/needs/need-mooring/matches')
  t.match(zh, '系泊缆疲劳试验平台')
  t.match(en, 'Mooring rope fatigue laboratory')
  const mine = await owner.api('GET', '/platform-matches')
  t.equal(mine.statusCode, 200)
  t.ok((mine.json() as { items: unknown[] }).items.length > 0)
  for (const one of (mine.json() as { items: { need: string }[] }).items) t.equal((await app.services.needs.find(one.need))?.organisation, (await app.services.needs.find('need-mooring'))?.organisation)
  t.equal((await researcher.api('GET', '/platform-matches')).statusCode, 404)
  t.equal((await app.anonymous.api('GET', '/platform-matches')).statusCode, 401)
})
