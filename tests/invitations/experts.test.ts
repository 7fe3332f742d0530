import t from 'tap'
import { creditCode } from '../../seed/demo/credit-code.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { hashOfToken } from '../../server/modules/accounts/link-token.ts'
import { codeOf, freshNeed, must } from '../bids/bid-steps.ts'
import { sentMail } from '../digests/sent-mail.ts'
import { startApp, type TestApp } from '../support/app.ts'

const DAY = 86_400_000
const EXPERT = { name: '纪澈', email: 'Ji.Che@observatory.example', why: '做过锚系监测', locale: 'zh-CN' }
const PASSWORD = 'a long enough pass phrase'
const UNIVERSITY = ORGANISATIONS.find((one) => one.id === personOf(CAST.researcher).organisation)

const propose = async (app: TestApp, need: string, who: Parameters<TestApp['as']>[0] = 'researcher', expert: object = EXPERT) =>
  (await app.as(who)).api('POST', `/needs/${need}/experts`, expert)
const approve = async (app: TestApp, id: string, who: 'officer' | 'secondOfficer' = 'officer') => (await app.as(who)).api('POST', `/staff/experts/${id}/approval`)

/** An invitation whose link has been mailed. */
async function invited(app: TestApp, need: string): Promise<{ id: string; token: string }> {
  // Letters of one moment have no order, and the last is wanted.
  app.clock.advance(1000)
  const { id } = must(await propose(app, need), 201)
  must(await approve(app, id))
  await app.settle()
  // Letters of one moment lie in no order: the right one is the one whose link is kept with the invitation.
  const tokens = (await sentMail(app)).map(({ text }) => /\/invitations\/([\w-]+)/.exec(text)?.[1] ?? '')
  const { link } = await app.services.experts.find(id) ?? {}
  return { id, token: tokens.find((one) => hashOfToken(one) === link?.hash) ?? '' }
}

t.test('somebody who is not here yet comes by a link, and whoever knew them is credited', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app, { background: '只给已核验单位看的背景' })
  const { id, token } = await invited(app, need)

  t.test('the letter says who, why and what, and the link shows what any stranger sees', async (t) => {
    const letter = (await sentMail(app)).findLast((one) => one.to === 'ji.che@observatory.example')
    t.match(letter?.text, /做过锚系监测/)
    t.match(letter?.text, personOf(CAST.researcher).name)
    const page = await app.anonymous.get(`/invitations/${token}`)
    t.equal(page.statusCode, 200)
    t.match(page.body, 'ji.che@observatory.example')
    t.notOk(page.body.includes('只给已核验单位看的背景'))
    const { need: seen } = (await app.anonymous.api('GET', `/invitations/${token}`)).json() as { need: object }
    t.same(seen, (await app.anonymous.api('GET', `/needs/${need}`)).json(), 'not a field more')
    t.notOk((await (await app.as('officer')).get(`/invitations/${token}`)).body.includes('只给已核验单位看的背景'), 'whoever opens it')
  })

  t.test('a link that was tampered with, or made up, leads nowhere', async (t) => {
    for (const wrong of [`${token}x`, token.slice(1), token.toUpperCase(), 'dead', id]) {
      t.equal((await app.anonymous.get(`/invitations/${wrong}`)).statusCode, 410, wrong)
      t.equal((await app.anonymous.api('GET', `/invitations/${wrong}`)).statusCode, 404)
      t.equal(codeOf(await app.anonymous.api('POST', '/invitations/acceptance', { token: wrong, name: '某人', creditCode: UNIVERSITY?.creditCode })), 'link-invalid')
    }
  })

  t.test('another address cannot take its place', async (t) => {
    const other = await app.anonymous.api('POST', '/invitations/acceptance', { token, name: '某人', creditCode: UNIVERSITY?.creditCode, email: 'else@where.example' })
    t.equal(other.statusCode, 400)
  })

  t.test('an organisation nobody knows has to be described, and nothing typed is lost', async (t) => {
    const code = creditCode('12', 4711)
    const mistyped = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')
    const asked = await app.anonymous.submit(`/invitations/${token}`, { name: '纪澈', creditCode: code }, { page: `/invitations/${token}` })
    t.equal(asked.statusCode, 422)
    t.match(asked.body, code)
    t.equal(codeOf(await app.anonymous.api('POST', '/invitations/acceptance', { token, name: '纪澈', creditCode: mistyped })), 'credit-code-wrong')
  })

  t.test('with an organisation that is here they ask to join it, by the usual rules', async (t) => {
    const sent = await app.anonymous.submit(`/invitations/${token}`, { name: '纪澈', creditCode: UNIVERSITY?.creditCode }, { page: `/invitations/${token}` })
    t.equal(sent.statusCode, 303)
    const confirm = String(sent.headers.location)
    t.match((await app.anonymous.get(confirm)).body, 'ji.che@observatory.example')
    t.equal((await app.anonymous.submit(confirm, { name: '纪澈', password: PASSWORD }, { page: confirm })).statusCode, 303)
    await app.settle()
    const person = await app.services.people.withEmail('ji.che@observatory.example')
    t.match(person, { name: '纪澈', organisation: UNIVERSITY?.id, membership: 'requested', roles: [] })
    t.match(await app.services.experts.find(id), { status: 'joined', person: person?.id, name: '', email: '', why: '', link: null })
  })

  t.test('the link works once', async (t) => {
    t.equal((await app.anonymous.get(`/invitations/${token}`)).statusCode, 410)
    t.equal(codeOf(await app.anonymous.api('POST', '/invitations/acceptance', { token, name: '又来', creditCode: UNIVERSITY?.creditCode })), 'link-invalid')
  })

  t.test('the referrer is credited: told, on their list, on the staff’s page, in the trail', async (t) => {
    const researcher = await app.as('researcher')
    t.match((await researcher.get('/my/invitations')).body, '1 位专家因您的推荐加入')
    t.ok(((await researcher.api('GET', '/my/notices')).json() as { items: { subject: string }[] }).items.some((one) => one.subject === '您推荐的专家已加入'))
    const officer = await app.as('officer')
    t.match((await officer.get('/staff/experts')).body, /推荐成效[\s\S]*1 位已加入/)
    const entry = (await app.services.journal.about(id)).at(-1)
    t.match(entry, { type: 'expert-joined', data: { referrer: CAST.researcher, need } })
    t.notOk(JSON.stringify(await app.services.journal.about(id)).includes('observatory'), 'the trail names nobody')
    t.equal(codeOf(await researcher.api('POST', `/experts/${id}/revocation`)), 'invitation-used')
  })
})

t.test('who may propose, who decides, and what is kept', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  t.equal((await propose(app, need, 'reviewer')).statusCode, 404)
  t.equal((await propose(app, need, 'stranger')).statusCode, 404, 'an issuer of another need')
  t.equal(codeOf(await propose(app, need, 'owner', { ...EXPERT, why: ' ' })), 'reason-missing')
  const { id } = must(await propose(app, need, 'owner'), 201)
  t.equal(codeOf(await propose(app, need, 'owner')), 'already-invited')
  t.equal((await (await app.as('rivalResearcher')).api('POST', `/experts/${id}/revocation`)).statusCode, 404)
  t.same(((await (await app.as('rivalResearcher')).api('GET', '/experts')).json() as { items: object[] }).items, [])

  t.test('nobody agrees to their own proposal', async (t) => {
    const own = must(await propose(app, need, 'officer', { ...EXPERT, email: 'own@observatory.example' }), 201)
    t.equal(codeOf(await approve(app, own.id)), 'own-invitation')
    must(await approve(app, own.id, 'secondOfficer'))
  })

  t.test('refused or revoked, the person is forgotten at once', async (t) => {
    const officer = await app.as('officer')
    t.equal(codeOf(await officer.api('POST', `/staff/experts/${id}/refusal`, { reason: '' })), 'reason-missing')
    must(await officer.api('POST', `/staff/experts/${id}/refusal`, { reason: '与需求无关' }))
    t.match(await app.services.experts.find(id), { status: 'refused', name: '', email: '', why: '', reason: '与需求无关' })
    const later = await invited(app, need)
    must(await (await app.as('researcher')).api('POST', `/experts/${later.id}/revocation`))
    t.equal((await app.anonymous.get(`/invitations/${later.token}`)).statusCode, 410)
    t.match(await app.services.experts.find(later.id), { status: 'revoked', email: '' })
  })

  t.test('nobody came: the link is dead to the minute, and a chore forgets the person', async (t) => {
    const { id: unused, token } = await invited(app, need)
    const { endsAt } = await app.services.experts.find(unused) ?? { endsAt: new Date() }
    app.clock.set(new Date(endsAt.getTime() - 1))
    t.equal((await app.anonymous.get(`/invitations/${token}`)).statusCode, 200)
    app.clock.set(endsAt)
    t.equal((await app.anonymous.get(`/invitations/${token}`)).statusCode, 410)
    await app.settle()
    t.match(await app.services.experts.find(unused), { status: 'expired', name: '', email: '', why: '', link: null })
    t.notOk(JSON.stringify(await app.services.connection.collection('outbox').find().toArray()).includes('observatory'))
  })

  t.test('after the deadline nobody is invited', async (t) => {
    app.clock.advance(30 * DAY)
    t.ok(['not-published', 'deadline-passed'].includes(codeOf(await propose(app, need))))
  })
})

t.test('an address that is known here looks the same to whoever proposed it', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const known = personOf(CAST.rivalResearcher)
  const { id } = must(await propose(app, need, 'researcher', { ...EXPERT, email: known.email }), 201)
  must(await approve(app, id))
  await app.settle()
  t.match(((await (await app.as('researcher')).api('GET', '/experts')).json() as { items: object[] }).items, [{ id, status: 'mailed' }])
  const letter = (await sentMail(app)).findLast((one) => one.to === known.email)
  t.match(letter?.text, `/needs/${need}`)
  t.notMatch(letter?.text, '/invitations/')
})

t.test('a newcomer may bring their organisation', async (t) => {
  const app = await startApp(t)
  const { token } = await invited(app, await freshNeed(app))
  const organisation = { name: '观测研究所', kind: 'institute', district: '崇川区' }
  const { confirmation } = must(await app.anonymous.api('POST', '/invitations/acceptance', { token, name: '纪澈', creditCode: creditCode('12', 4712), organisation }), 201) as unknown as { confirmation: string }
  must(await app.anonymous.api('POST', '/people/confirmation', { token: confirmation, name: '纪澈', password: PASSWORD }), 201)
  const person = await app.services.people.withEmail('ji.che@observatory.example')
  t.match(person, { membership: 'member', roles: ['manager', 'researcher'] })
  t.match(await app.services.organisations.find(person?.organisation ?? ''), { name: '观测研究所', verification: 'pending' })
})
