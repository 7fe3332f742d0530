import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { createDigestChore } from '../../server/modules/digests/digest-chore.ts'
import { unsubscribeToken } from '../../server/modules/digests/unsubscribe-link.ts'
import { courseOf, days } from './competition-course.ts'
import { digests, fitting, withTeams } from './digest-world.ts'

const READER = personOf(CAST.researcher)

t.test('the links to stop it', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  await course.published('0001', fitting)
  app.clock.advance(days(1))
  await app.settle()
  const mail = (await digests(app)).find((one) => one.to === READER.email)
  const path = new URL((mail?.headers.get('list-unsubscribe') ?? '').slice(1, -1)).pathname
  const preference = async () => (await app.services.people.find(READER.id))?.preferences.digest

  t.test('a mail program stops it with one click, without a session or a token of ours', async (t) => {
    t.equal(mail?.headers.get('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await app.http.inject({ method: 'POST', url: path, headers, payload: 'List-Unsubscribe=One-Click' })
    t.equal(response.statusCode, 200)
    t.equal(await preference(), 'off')
    await course.published('0002', { ...fitting, title: '系泊缆疲劳试验' })
    app.clock.advance(days(1))
    await app.settle()
    t.equal((await digests(app)).filter((one) => one.to === READER.email).length, 1)
  })

  t.test('the same link changes the rhythm in a browser', async (t) => {
    const page = await app.anonymous.get(path)
    t.equal(page.statusCode, 200)
    t.notMatch(page.body, READER.name)
    t.equal((await app.anonymous.submit(path, { digest: 'weekly' })).statusCode, 200)
    t.equal(await preference(), 'weekly')
    t.equal((await app.anonymous.submit(path, { digest: 'hourly' })).statusCode, 400)
    t.equal(await preference(), 'weekly')
  })

  t.test('a mail program may send a form with parts', async (t) => {
    const payload = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    const response = await app.http.inject({ method: 'POST', url: path, headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload })
    t.equal(response.statusCode, 200)
    t.equal(await preference(), 'off')
  })

  t.test('a link nobody signed leads nowhere, and a look changes nothing', async (t) => {
    const forged = `/unsubscribe/${unsubscribeToken(READER.id, 'another secret')}`
    t.equal((await app.anonymous.get(forged)).statusCode, 404)
    t.equal((await app.http.inject({ method: 'POST', url: forged, payload: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).statusCode, 404)
    await app.services.people.decide(READER.id, (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, preferences: { ...one.preferences, digest: 'daily' } } }))
    await app.anonymous.get(path)
    t.equal(await preference(), 'daily')
  })
})

t.test('a pause and an unsubscription hold for mail that is queued already', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  await course.published('0001', fitting)
  await app.settle()
  app.clock.advance(days(1))
  await createDigestChore(app.services).run(() => true)
  const token = unsubscribeToken(READER.id, app.services.config.jwtSecret)
  await app.anonymous.api('POST', `/preferences/${token}`, { locale: 'zh-CN', topics: { needs: 'off' }, pausedUntil: null, timeZone: null })
  await app.settle()
  t.same((await digests(app)).filter((one) => one.to === READER.email), [])
  t.match((await app.services.outboxStore.findMany([`digest:${READER.id}:2026-11-24`]))[0], { state: 'dropped' })
})

t.test('the preferences page works without signing in, and says what is wrong beside the field', async (t) => {
  const app = await withTeams(t)
  const path = `/preferences/${unsubscribeToken(READER.id, app.services.config.jwtSecret)}`
  const page = await app.anonymous.get(path)
  t.equal(page.statusCode, 200)
  t.match(page.body, '适合我团队的新需求')
  t.notMatch(page.body, '工作队列', 'no topics of other roles')
  t.notMatch(page.body, READER.name)
  const values = { topics: { needs: 'weekly', tasks: 'daily' }, pausedUntil: '2026-12-01', locale: 'en', timeZone: 'Europe/Berlin' }
  t.equal((await app.anonymous.submit(path, values)).statusCode, 303)
  t.match((await app.services.people.find(READER.id))?.preferences, { ...values, digest: 'daily' })
  const wrong = await app.anonymous.submit(path, { ...values, timeZone: 'Mars/Olympus' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, '请填写有效的时区名')
  const bad = await app.anonymous.submit(path, { ...values, pausedUntil: 'tomorrow' })
  t.equal(bad.statusCode, 422)
  t.match(bad.body, 'tomorrow', 'nothing typed is lost')
  t.equal((await app.anonymous.get(`/preferences/${unsubscribeToken(READER.id, 'another secret')}`)).statusCode, 404)

  t.test('signed in, by page and API', async (t) => {
    const me = await app.as('researcher')
    t.equal((await me.get('/my/preferences')).statusCode, 200)
    t.match((await me.api('GET', '/people/me/preferences')).json(), { timeZone: 'Europe/Berlin', topics: { needs: 'weekly' } })
    const answer = await me.api('POST', '/people/me/preferences', { locale: 'en', topics: { desk: 'daily' }, pausedUntil: null, timeZone: null })
    t.match(answer.json(), { topics: { needs: 'weekly', desk: 'daily' }, pausedUntil: null })
    const zoneless = { locale: 'en', topics: {}, pausedUntil: null, timeZone: '' }
    t.equal((await me.api('POST', '/people/me/preferences', zoneless)).json().code, 'unknown-time-zone', 'no name is no zone')
    t.equal((await me.api('POST', '/people/me/preferences', { locale: 'en', topics: { other: 'daily' }, pausedUntil: null, timeZone: null })).statusCode, 400)
    await me.api('POST', '/people/me/profile', { name: READER.name, locale: 'zh-CN', digest: 'off' })
    t.same((await app.services.people.find(READER.id))?.preferences.topics, undefined, 'one rhythm for all forgets the topics')
  })
})

t.test('staff look at what one person would get', async (t) => {
  const app = await withTeams(t)
  await courseOf(app).published('0001', fitting)
  await app.settle()
  const officer = await app.as('officer')
  const page = await officer.get(`/staff/digests/${READER.id}`)
  t.match(page.body, fitting.title)
  t.match((await officer.api('GET', `/digests/${READER.id}`)).json(), { person: READER.id, subject: new RegExp(fitting.title) })
  t.notMatch(page.body, unsubscribeToken(READER.id, app.services.config.jwtSecret), 'their own link stays theirs')
  t.equal((await officer.get('/staff/digests/nobody')).statusCode, 404)
  t.equal((await (await app.as('stranger')).get(`/staff/digests/${READER.id}`)).statusCode, 404)
})
