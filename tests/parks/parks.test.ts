import t from 'tap'
import { startApp } from '../support/app.ts'
import { publishedNeed } from '../needs/published-need.ts'

const park = {
  id: 'jianghai-lab', name: '江海科创园', nameEn: 'Jianghai Science Park', district: '崇川区', districtEn: 'Chongchuan District',
  directions: [{ name: '海工装备', nameEn: 'Offshore equipment', detail: ['系泊'], tracks: ['deep-sea'] }],
}

t.test('the directory', async (t) => {
  const app = await startApp(t)
  const page = await app.anonymous.get('/parks')
  t.equal(page.statusCode, 200)
  for (const words of ['海安开发区', '机器人及智能制造', '江苏省光电技术创新中心']) t.match(page.body, words)
  t.match((await app.anonymous.get('/parks?lang=en')).body, 'Robotics and intelligent manufacturing')
  t.equal((await app.anonymous.api('GET', '/parks')).json().items.length, 20)
  t.ok((await app.anonymous.api('GET', '/tracks')).json().items.some((one: { id: string }) => one.id === 'low-altitude'))
  t.equal((await app.anonymous.get('/parks/nowhere')).statusCode, 404)

  t.test('counts what is open, by park and track', async (t) => {
    await publishedNeed(app, { park: 'haian-kfq', tracks: ['advanced-equipment'] })
    const { needs } = await app.services.regionCounts(['haian-kfq'])
    t.equal(needs.get('haian-kfq')?.get('advanced-equipment'), 1)
    const one = (await app.anonymous.get('/parks/haian-kfq')).body
    t.match(one, '海上动态海缆疲劳监测')
  })
})

t.test('staff keep the parks', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')

  t.test('nobody else may', async (t) => {
    for (const who of ['owner', 'researcher', 'auditor', 'parkManager'] as const) {
      const client = await app.as(who)
      for (const path of ['/staff/parks', '/staff/parks/haian-kfq', '/staff/tracks']) t.equal((await client.get(path)).statusCode, 404, `${who} ${path}`)
      t.equal((await client.api('POST', '/parks', park)).statusCode, 404, who)
      t.equal((await client.api('POST', '/parks/haian-kfq/exit', { reason: 'x' })).statusCode, 404, who)
    }
    t.equal((await app.anonymous.api('POST', '/parks', park)).statusCode, 401)
  })

  t.test('enters, is assessed, leaves, comes back; each with its event', async (t) => {
    t.equal((await officer.api('POST', '/parks', park)).statusCode, 201)
    t.equal((await officer.api('POST', '/parks', park)).json().code, 'park-exists')
    t.equal((await officer.api('POST', `/parks/${park.id}/assessment`, { year: 2030, result: 'good' })).json().code, 'year-ahead')
    await officer.api('POST', `/parks/${park.id}/assessment`, { year: 2025, result: 'good', note: '内部意见 CANARY' })
    t.equal((await officer.api('POST', `/parks/${park.id}/assessment`, { year: 2026, result: 'poor', note: '' })).statusCode, 200)
    const seen = await app.anonymous.get(`/parks/${park.id}`)
    t.match(seen.body, '不合格')
    t.notMatch(seen.body, 'CANARY')
    t.notMatch((await app.anonymous.api('GET', `/parks/${park.id}`)).body, 'CANARY')

    const left = await officer.submit(`/staff/parks/${park.id}/exit`, { reason: '' }, { page: `/staff/parks/${park.id}` })
    t.equal(left.statusCode, 422)
    t.match(left.body, 'f-reason-error')
    t.equal((await officer.submit(`/staff/parks/${park.id}/exit`, { reason: '年度评价不合格' }, { page: `/staff/parks/${park.id}` })).statusCode, 303)
    t.equal((await officer.api('POST', `/parks/${park.id}/exit`, { reason: '再次' })).json().code, 'not-listed')
    t.equal((await app.anonymous.get(`/parks/${park.id}`)).statusCode, 404, 'what has left is not shown')
    t.equal((await officer.get(`/parks/${park.id}`)).statusCode, 200)
    t.equal((await officer.api('POST', `/parks/${park.id}/entry`, { reason: '整改完成' })).json().listed, true)
    await app.settle()
    t.same((await app.services.journal.about(park.id)).map((one) => one.type), ['park-entered', 'park-assessed', 'park-assessed', 'park-left', 'park-entered'])
  })

  t.test('the editor keeps what was typed and grows without JavaScript', async (t) => {
    const { revision } = (await officer.api('GET', `/parks/${park.id}`)).json()
    const form = { revision, name: '', nameEn: '', district: '崇川区', districtEn: '', directions: [{ name: '新方向', nameEn: '', detail: '甲，乙', tracks: ['deep-sea'] }, { name: '', nameEn: '', detail: '', tracks: [] }] }
    const bad = await officer.submit(`/staff/parks/${park.id}`, form)
    t.equal(bad.statusCode, 422)
    t.match(bad.body, 'f-name-error')
    t.match(bad.body, '新方向')
    const grown = await officer.submit(`/staff/parks/${park.id}`, { ...form, intent: 'add-row:directions' })
    t.match(grown.body, 'directions[3][name]')
    t.equal((await officer.submit(`/staff/parks/${park.id}`, { ...form, name: '江海科创园区' })).statusCode, 303)
    t.same((await officer.api('GET', `/parks/${park.id}`)).json().directions, [{ name: '新方向', nameEn: '', detail: ['甲', '乙'], tracks: ['deep-sea'] }])
    t.equal((await officer.submit(`/staff/parks/${park.id}`, { ...form, name: '晚了一步' })).statusCode, 409)
  })

  t.test('tracks are added and renamed, never taken away', async (t) => {
    const track = { id: 'quantum', name: '量子信息', nameEn: 'Quantum information', group: 'future-industry' }
    t.equal((await officer.submit('/staff/tracks', track)).statusCode, 303)
    t.equal((await officer.api('POST', '/tracks', track)).json().code, 'track-exists')
    t.equal((await officer.api('POST', '/tracks/change', { ...track, id: 'nothing', name: '别的' })).statusCode, 404)
    t.equal((await officer.api('POST', '/tracks/change', { ...track, name: '低空经济' })).json().code, 'track-exists')
    t.equal((await officer.api('POST', '/tracks/change', { ...track, name: '量子科技' })).statusCode, 200)
    t.equal((await officer.api('POST', '/tracks', { ...track, id: 'Not An Id' })).statusCode, 400)
    await app.settle()
    t.same((await app.services.journal.about('quantum')).map((one) => one.type), ['track-added', 'track-changed'])
  })
})
