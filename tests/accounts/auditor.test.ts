import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { startApp } from '../support/app.ts'

/** What an auditor may send: their own account, and the check of the trail that is their work. */
const isTheirs = ({ access }: { access?: unknown }): boolean =>
  access === 'own-account' || access === 'anyone' || (Array.isArray(access) && access.includes('auditor'))

t.test('the auditor reads, and changes nothing but their own account', async (t) => {
  const app = await startApp(t)
  const { id } = await app.services.sessions.start(CAST.auditor, app.clock.now(), new Date('2099-01-01'))
  const token = app.http.jwt.sign({ sid: id })
  const changes = app.routes.flatMap((route) => [route.method].flat().filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method)).map((method) => ({ route, method })))
  const foreign = changes.filter(({ route }) => route.config?.access !== undefined && !isTheirs(route.config))
  t.ok(foreign.length >= 60, `${foreign.length} routes`)
  for (const { route, method } of foreign) {
    const url = route.url.replaceAll(/:[a-z]+/gi, CAST.officer)
    const answer = await app.http.inject({ method: method as 'POST', url, payload: {}, headers: { authorization: `Bearer ${token}` } })
    t.equal(answer.statusCode, 404, `${method} ${route.url}`)
  }
  const own = changes.filter(({ route }) => Array.isArray(route.config?.access) && isTheirs(route.config)).map(({ route }) => route.url)
  t.same(own.sort(), ['/api/v1/staff/audit/verification', '/staff/audit/verification'], 'whatever names the auditor is a reading act')
  const auditor = await app.as('auditor')
  for (const page of ['/staff/audit', '/staff', '/my/account', '/needs']) t.equal((await auditor.get(page)).statusCode, 200, page)
  t.equal((await auditor.api('POST', '/staff/audit/verification')).statusCode, 200)
  t.equal((await auditor.submit('/people/me/profile', { name: '杜砥', locale: 'zh-CN', digest: 'off' }, { page: '/my/account' })).statusCode, 303)
})
