import t from 'tap'
import { startApp } from '../support/app.ts'

const team = { name: '海缆监测团队', profile: '光纤光栅与疲劳寿命。', keywords: ['光纤光栅'], tracks: ['deep-sea'], district: '崇川区', capacity: 2, members: [] }

t.test('a team and its lead', async (t) => {
  const app = await startApp(t)
  const researcher = await app.as('researcher')
  const made = await researcher.api('POST', '/teams', { ...team, members: ['person-zhuang-yi'] })
  t.equal(made.statusCode, 201)
  const { id, revision, members } = made.json()
  t.same(members, ['person-gu-cheng', 'person-zhuang-yi'], 'the lead is always a member')
  await app.settle()

  t.test('is public without its people', async (t) => {
    const seen = (await app.anonymous.api('GET', `/teams/${id}`)).json()
    t.equal(seen.name, team.name)
    t.notOk('members' in seen || 'lead' in seen)
    t.notMatch((await app.anonymous.get(`/teams/${id}`)).body, '庄弈')
    t.match((await (await app.as('officer')).get(`/teams/${id}`)).body, '庄弈')
    t.match((await app.anonymous.get(`/teams?q=${encodeURIComponent('光纤')}&track=deep-sea`)).body, `/teams/${id}`)
  })

  t.test('nobody but the lead edits it', async (t) => {
    for (const who of ['researcherTeammate', 'rivalResearcher', 'officer'] as const) {
      const client = await app.as(who)
      t.equal((await client.get(`/teams/${id}/edit`)).statusCode, 404, who)
      t.equal((await client.api('POST', `/teams/${id}/edit`, { ...team, revision })).statusCode, 404, who)
    }
  })

  t.test('members come from the own organisation', async (t) => {
    const refused = await researcher.api('POST', `/teams/${id}/edit`, { ...team, members: ['person-shen-lan'], revision })
    t.equal(refused.statusCode, 422)
    t.equal(refused.json().code, 'unknown-member')
  })

  t.test('my team opens on it and keeps what was typed', async (t) => {
    const page = await researcher.get('/my/team')
    t.match(page.body, team.name)
    const bad = await researcher.submit(`/teams/${id}/edit`, { ...team, name: '', profile: '新的简介', revision }, { page: '/my/team' })
    t.equal(bad.statusCode, 422)
    t.match(bad.body, '新的简介')
    t.match(bad.body, 'f-name-error')
    const saved = await researcher.submit(`/teams/${id}/edit`, { ...team, name: '改名', keywords: '光纤', revision }, { page: '/my/team' })
    t.equal(saved.statusCode, 303)
    t.equal((await researcher.api('POST', `/teams/${id}/edit`, { ...team, revision })).json().code, 'conflict')
  })

  t.test('of an organisation that is not verified, only its own people and officers see it', async (t) => {
    const { organisations } = app.services
    await organisations.decide('org-jianghai', (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, verification: 'pending' } }))
    t.equal((await app.anonymous.get(`/teams/${id}`)).statusCode, 404)
    t.equal((await researcher.get(`/teams/${id}`)).statusCode, 200)
    t.equal((await (await app.as('officer')).get(`/teams/${id}`)).statusCode, 200)
  })
})
