import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { startApp } from '../support/app.ts'
import { enrolByApi, givePassword, PASSWORD } from './signing-in.ts'

const PRODUCTION = {
  NODE_ENV: 'production', DEMO: '0', PUBLIC_URL: 'http://127.0.0.1:3000', SEAL_KEY: 'a key that is kept outside the database',
  JWT_SECRET: 'a secret that only tests ever use',
}

t.test('in production, roles that need a second factor rest until it is there', async (t) => {
  const app = await startApp(t, PRODUCTION)
  for (const id of [CAST.officer, CAST.reviewer, CAST.owner]) {
    await app.services.people.decide(id, (person) => ({ ok: true, value: { ...person, demo: false, revision: person.revision + 1 } }))
  }
  await givePassword(app, 'officer', 'reviewer', 'owner')
  const officer = await app.as('officer')
  t.equal((await officer.get('/staff/queue')).headers.location, '/my/account/second-factor')
  t.match((await officer.api('GET', '/queue')).json(), { status: 403, code: 'second-factor-missing' })
  t.match((await officer.api('POST', '/organisations/org-chaoqi/verification')).json(), { status: 403, code: 'second-factor-missing' })
  t.match((await officer.api('GET', '/sessions/current')).json(), { roles: [] })
  t.match((await officer.get('/my/account/second-factor')).body, '您的角色要求两步验证')
  await enrolByApi(app, officer)
  t.equal((await officer.get('/staff/queue')).statusCode, 200, 'with it, at once')
  t.match((await officer.api('POST', '/people/me/second-factor/removal', { currentPassword: PASSWORD })).statusCode, 403)
  t.equal((await (await app.as('officer')).get('/staff/queue')).statusCode, 303, 'a session without it stays without roles')
  t.equal((await (await app.as('reviewer')).get('/reviews')).headers.location, '/my/account/second-factor')
  t.equal((await (await app.as('owner')).get('/my/needs')).statusCode, 200, 'nobody else is asked')
})
