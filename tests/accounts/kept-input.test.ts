import fc from 'fast-check'
import { parse, stringify } from 'qs'
import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { hashPassword } from '../../server/modules/accounts/passwords.ts'
import { createInputKeeper, formFields } from '../../server/plugins/kept-input.ts'
import { startApp } from '../support/app.ts'

const NOW = new Date('2026-11-23T01:00:00Z')
const HOUR = 3_600_000
const field = (body: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''

/** What the one button sends. */
function hiddenFields(body: string): Record<string, string> {
  const form = body.slice(body.indexOf('action="/needs/new"'))
  const text = (html: string): string => html.replaceAll(/&(amp|lt|gt|quot|#x27|#x3D);/g, (entity) => ENTITIES[entity] ?? entity)
  return Object.fromEntries([...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, text(value)]))
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'", '&#x3D;': '=' }

t.test('a form sent after the session ended is offered again after signing in, and sent by one button', async (t) => {
  const app = await startApp(t)
  const passwordHash = await hashPassword('a tide of forty metres')
  await app.services.people.decide(CAST.owner, (person) => ({ ok: true, value: { ...person, passwordHash, revision: person.revision + 1 } }))
  const browser = await app.as('owner')
  const editor = await browser.get('/needs/new')
  await app.services.sessions.endAllOf(CAST.owner)

  const values = { title: '深水系泊 <缆>', indicators: [{ name: '寿命', comparator: 'at-least', value: '25', unit: '年' }], currentPassword: 'never kept' }
  const asked = await browser.submit('/needs/new', { ...values, _csrf: field(editor.body, '_csrf') }, { page: '' })
  t.equal(asked.statusCode, 401)
  t.match(asked.body, '登录已过期')
  t.notMatch(asked.body, '深水系泊', 'what travels is sealed')
  const kept = field(asked.body, 'kept')

  const wrong = await browser.submit('/sign-in', { email: 'lin.yue@haiyue.example', password: 'not the right one', kept })
  t.equal(field(wrong.body, 'kept'), kept, 'a mistyped password loses nothing')
  const shown = await browser.submit('/sign-in', { email: 'lin.yue@haiyue.example', password: 'a tide of forty metres', kept })
  t.equal(shown.statusCode, 200)
  t.match(shown.body, '深水系泊 &lt;缆&gt;')
  t.match(shown.body, 'name="indicators[0][value]" value="25"')
  t.match(shown.body, 'action="/needs/new"')
  t.match(shown.body, '林岳', 'the frame knows who signed in')
  t.notMatch(shown.body, 'never kept')

  const sent = await browser.submit('/needs/new', hiddenFields(shown.body), { page: '' })
  t.equal(sent.statusCode, 303)
  t.match((await app.services.needs.list({}))[0]?.content.title, '深水系泊 <缆>')
})

t.test('what another site sends in somebody’s name is not kept', async (t) => {
  const { anonymous, http } = await startApp(t)
  const asked = await anonymous.submit('/needs/new', { title: 'x', _csrf: 'guessed' }, { page: '' })
  t.equal(asked.statusCode, 303)
  t.equal(asked.headers.location, '/sign-in?next=%2F')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' }
  t.equal((await http.inject({ method: 'POST', url: '/needs/new', payload: 'title=x', headers })).statusCode, 303)
})

t.test('sealed input is ours, whole and fresh, or nothing', async (t) => {
  const keeper = createInputKeeper('one secret of the server')
  const sealed = keeper.seal({ path: '/needs/new', values: { title: '甲', file: { filename: 'a', bytes: Buffer.from('x') } } }, NOW) ?? ''
  t.same(keeper.open(sealed, NOW), { path: '/needs/new', values: { title: '甲' } })
  t.equal(keeper.open(sealed, new Date(NOW.getTime() + HOUR)), undefined, 'an hour later')
  t.equal(createInputKeeper('another secret').open(sealed, NOW), undefined, 'of another server')
  fc.assert(fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'b', '_', ''), (at, by) => {
    const changed = sealed.slice(0, at) + by + sealed.slice(at + 1)
    const opened = keeper.open(changed, NOW)
    return changed === sealed || opened === undefined || Buffer.from(changed, 'base64url').equals(Buffer.from(sealed, 'base64url'))
  }))
  for (const other of ['', 'x', 'A'.repeat(38), '{}']) t.equal(keeper.open(other, NOW), undefined)
})

t.test('fields printed for a form say the same when they come back', async () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/)
  const value = fc.string({ minLength: 1 })
  const group = fc.dictionary(word, value, { minKeys: 1, maxKeys: 4 })
  const form = fc.dictionary(word, fc.oneof(value, group, fc.array(group, { minLength: 1, maxLength: 4 })), { maxKeys: 6 })
  fc.assert(fc.property(form, (values) => {
    const sent = formFields(values).map(({ name, value: typed }) => `${encodeURIComponent(name)}=${encodeURIComponent(typed)}`).join('&')
    return stringify(parse(sent, { depth: 4 }), { sort: byName }) === stringify(values, { sort: byName })
  }))
})

const byName = (a: string, b: string): number => (a < b ? -1 : 1)
