import t from 'tap'
import { ORGANISATION_KINDS, ROLES } from '../../server/kernel/actor.ts'
import { isYuan } from '../../server/kernel/money.ts'
import { missingInBid } from '../../server/modules/bids/bid.ts'
import { missingIn } from '../../server/modules/competition/draft.ts'
import { NEED_STATUSES } from '../../server/modules/competition/need.ts'
import { OFFERS, TIERS } from '../../server/modules/library/achievement.ts'
import { TRACK_GROUPS } from '../../server/modules/parks/park.ts'
import { civilDate, isWorkingDay } from '../../server/modules/policies/working-days.ts'
import { ACHIEVEMENTS } from '../../seed/demo/achievements.ts'
import { BIDS } from '../../seed/demo/bids.ts'
import { COMPETITIONS } from '../../seed/demo/competitions.ts'
import { creditCheck } from '../../seed/demo/credit-code.ts'
import { contentOf, deadlineFrom, type DemoNeed } from '../../seed/demo/demo-need.ts'
import { NEEDS } from '../../seed/demo/needs.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { ACCOUNTS, actorOf, CAST, PEOPLE } from '../../seed/demo/people.ts'
import { TEAMS } from '../../seed/demo/teams.ts'
import { NANTONG_DEFAULT } from '../../seed/policies/nantong-policy.ts'
import { PARKS, PLATFORM_KINDS, PLATFORMS, TRACKS } from '../../seed/region/region.ts'

const NOW = new Date('2026-11-22T03:00:00Z')
const HAN = /\p{Script=Han}/u

const ids = (all: { id: string }[]) => new Set(all.map((one) => one.id))
const trackIds = ids(TRACKS)
const parkIds = ids(PARKS)
const organisationIds = ids(ORGANISATIONS)
const peopleIds = ids(PEOPLE)
const teamIds = ids(TEAMS)
const achievementIds = ids(ACHIEVEMENTS)
const districts = new Set(PARKS.map((park) => park.district))

const organisationOf = (person: string) => PEOPLE.find((one) => one.id === person)?.organisation
const needOf = (id: string) => NEEDS.find((need) => need.id === id) as DemoNeed
const bidsFor = (need: string) => BIDS.filter((bid) => bid.need === need && bid.handedInDays !== null && !bid.withdrawn)

t.test('ids are unique and say what they are', async (t) => {
  const objections = COMPETITIONS.flatMap((competition) => competition.objections ?? [])
  for (const all of [TRACKS, PARKS, PLATFORMS, ORGANISATIONS, PEOPLE, TEAMS, ACHIEVEMENTS, NEEDS, BIDS, objections]) {
    t.equal(ids(all).size, all.length)
    for (const { id } of all) t.match(id, /^[a-z][a-z0-9-]{1,40}$/)
  }
  t.equal(new Set(PEOPLE.map((person) => person.email)).size, PEOPLE.length)
  t.equal(new Set(ORGANISATIONS.map((one) => one.name)).size, ORGANISATIONS.length)
  t.equal(new Set(ACHIEVEMENTS.map((one) => one.title)).size, ACHIEVEMENTS.length)
})

t.test('the region is whole and named in both languages', async (t) => {
  const groups = TRACK_GROUPS.map((group) => TRACKS.filter((track) => track.group === group).length)
  t.same([PARKS.length, PLATFORMS.length, ...groups], [20, 8, 7, 7, 6])
  for (const { name, nameEn } of [...TRACKS, ...PARKS, ...PLATFORMS, ...PARKS.flatMap((park) => park.directions)]) {
    t.ok(HAN.test(name) && nameEn !== '' && !HAN.test(nameEn), name)
  }
  for (const direction of PARKS.flatMap((park) => park.directions)) {
    t.ok(direction.tracks.length > 0 && direction.tracks.every((track) => trackIds.has(track)), direction.name)
  }
  for (const platform of PLATFORMS) t.ok(PLATFORM_KINDS.includes(platform.kind) && (!platform.park || parkIds.has(platform.park)))
})

t.test('the policy is sane', async (t) => {
  const { panel, holidays, workdays } = NANTONG_DEFAULT
  t.equal(NANTONG_DEFAULT.order, 'award-first')
  t.ok(panel.min % 2 === 1 && panel.min <= panel.max && NANTONG_DEFAULT.thresholdScore <= 100)
  t.ok(NANTONG_DEFAULT.lateEditDays < NANTONG_DEFAULT.minOpenDays)
  const weekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
  t.same(holidays.filter(weekend), [], 'plain weekends are not listed')
  t.same(workdays.filter((date) => !weekend(date)), [])
  t.same([...holidays, ...workdays].filter((date) => !/^202[67]-\d\d-\d\d$/.test(date)), [])
  t.same([...holidays].sort(), holidays)
  t.notOk(isWorkingDay('2026-02-17', NANTONG_DEFAULT), 'Spring Festival')
  t.ok(isWorkingDay('2026-10-10', NANTONG_DEFAULT), 'a Saturday worked')
})

t.test('organisations are fictional, placed and carry codes that check', async (t) => {
  t.equal(creditCheck('91350100M000100Y4'), '3', 'the example of GB 32100-2015')
  for (const one of ORGANISATIONS) {
    t.ok(one.name.endsWith('（演示）') && ORGANISATION_KINDS.includes(one.kind), one.name)
    t.match(one.creditCode, /^(91|12|11|52)329999DEM\d{5}[\dX][\dA-HJ-NP-RTUW-Y]$/)
    t.equal(creditCheck(one.creditCode), one.creditCode[17])
    t.ok(districts.has(one.district) && (one.park === null || parkIds.has(one.park)), one.id)
  }
  t.equal(new Set(ORGANISATIONS.map((one) => one.creditCode)).size, ORGANISATIONS.length)
})

t.test('people are fictional, belong somewhere and fill every role', async (t) => {
  for (const person of PEOPLE) {
    t.ok(organisationIds.has(person.organisation) && person.demo, person.id)
    t.match(person.email, /^[a-z.]+@[a-z-]+\.example$/)
  }
  for (const role of ROLES) t.ok(PEOPLE.some((person) => person.roles.includes(role)), role)
  for (const part of Object.values(CAST)) t.ok(peopleIds.has(part), part)
  t.equal(organisationOf(CAST.owner), organisationOf(CAST.teammate))
  t.equal(organisationOf(CAST.owner), organisationOf(CAST.manager))
  t.not(organisationOf(CAST.officer), organisationOf(CAST.secondOfficer))
  t.notOk(actorOf(CAST.unverifiedIssuer).verified)
  t.ok(ACCOUNTS.length >= 10 && ACCOUNTS.every((account) => account.email !== ''))
})

t.test('no address anywhere leaves the reserved domains', async (t) => {
  const all = JSON.stringify([ORGANISATIONS, PEOPLE, TEAMS, ACHIEVEMENTS, NEEDS, BIDS, COMPETITIONS, PLATFORMS, PARKS])
  for (const [address] of all.matchAll(/[\w.+-]+@[\w.-]+/g)) t.match(address, /\.example$/)
  t.notMatch(all, /https?:|www\.|1[3-9]\d{9}/, 'no links, no telephone numbers')
})

t.test('teams and achievements refer to what exists', async (t) => {
  t.ok(TEAMS.length >= 14 && ACHIEVEMENTS.length >= 60)
  for (const team of TEAMS) {
    t.ok(team.members.includes(team.lead) && team.members.every((member) => organisationOf(member) === team.organisation), team.id)
    t.ok(team.tracks.every((track) => trackIds.has(track)) && districts.has(team.district), team.id)
    t.ok(ACHIEVEMENTS.filter((one) => one.teams.includes(team.id)).length >= 3, `${team.id} has something to show`)
  }
  for (const one of ACHIEVEMENTS) {
    t.ok(one.teams.every((team) => teamIds.has(team)) && one.tracks.every((track) => trackIds.has(track)), one.id)
    t.ok(one.offer !== null && OFFERS.includes(one.offer) && (one.tier === null || TIERS.includes(one.tier)) && (one.price === null || isYuan(one.price)), one.id)
    if (HAN.test(one.summary)) t.ok(one.summary.length >= 60 && one.summary.length <= 150, `${one.id}: ${one.summary.length}`)
  }
})

t.test('every state has a need, and every need is complete', async (t) => {
  t.same(NEED_STATUSES.filter((status) => !NEEDS.some((need) => need.stage === status)), [])
  t.ok(NEEDS.filter((need) => need.stage === 'published').length >= 5)
  t.equal(NEEDS.filter((need) => need.language === 'en').length, 4)
  for (const need of NEEDS) {
    const { content } = need
    t.same(missingIn(contentOf(need, NOW), new Date('2026-01-01T00:00:00Z')), {}, need.id)
    t.equal(content.criteria.reduce((sum, criterion) => sum + criterion.weight, 0), 100, need.id)
    t.ok(parkIds.has(content.park ?? '') && content.tracks.every((track) => trackIds.has(track)), need.id)
    t.ok(actorOf(need.issuer).roles.includes('issuer') && actorOf(need.issuer).kind === 'enterprise', need.id)
    t.ok(need.openDays - need.publishedDays >= NANTONG_DEFAULT.minOpenDays, need.id)
    t.ok(content.indicators.length >= 3 || need.stage === 'rejected', need.id)
  }
})

t.test('every need has teams that work in its tracks', async (t) => {
  for (const need of NEEDS) {
    const fitting = TEAMS.filter((team) => team.tracks.some((track) => need.content.tracks.includes(track)))
    t.ok(fitting.length >= (need.stage === 'published' ? 2 : 1), need.id)
    t.ok(need.fits.length >= (need.stage === 'published' ? 2 : 1), need.id)
    for (const id of need.fits) t.ok(teamIds.has(id), `${need.id}: ${id}`)
    for (const id of need.stage === 'published' ? need.fits : []) t.ok(fitting.some((team) => team.id === id), `${need.id}: ${id}`)
  }
})

t.test('bids are complete, in time, within the budget and one per organisation', async (t) => {
  const seen = new Set<string>()
  for (const bid of BIDS) {
    const need = needOf(bid.need)
    const organisation = organisationOf(bid.bidder)
    t.notOk(seen.has(`${bid.need} ${organisation}`), bid.id)
    seen.add(`${bid.need} ${organisation}`)
    t.ok(actorOf(bid.bidder).roles.includes('researcher') && organisation !== organisationOf(need.issuer), bid.id)
    t.ok((bid.content.cost ?? 0) <= (need.content.funding?.amount ?? 0), `${bid.id} within the budget`)
    for (const id of bid.content.achievements) {
      t.equal(ACHIEVEMENTS.find((one) => one.id === id)?.organisation, organisation, `${bid.id}: ${id}`)
      t.ok(achievementIds.has(id), id)
    }
    if (bid.handedInDays === null) continue
    t.same(missingInBid(bid.content), {}, bid.id)
    t.ok(bid.handedInDays > need.publishedDays && bid.handedInDays < Math.min(need.openDays, 0), bid.id)
  }
  const past = NEEDS.filter((need) => NEED_STATUSES.indexOf(need.stage) > NEED_STATUSES.indexOf('published') && need.openDays < 0)
  for (const need of past.filter((one) => one.stage !== 'failed')) {
    t.ok(bidsFor(need.id).length >= 2 && bidsFor(need.id).length <= 4, need.id)
  }
  t.same(NEEDS.filter((need) => need.stage === 'failed').flatMap((need) => bidsFor(need.id)), [])
})

t.test('a deadline is 17:00 in the city', async (t) => {
  for (const now of [NOW, new Date('2026-11-21T16:00:00Z'), new Date('2026-11-22T15:59:59Z')]) {
    t.same(deadlineFrom(now, 0), new Date('2026-11-22T09:00:00Z'))
    t.equal(civilDate(deadlineFrom(now, 10), NANTONG_DEFAULT), '2026-12-02')
  }
})
