import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { LOCALES } from '../../server/http/page.ts'
import { createRenderer } from '../../server/plugins/renderer.ts'
import { unbalanced } from './html-balance.ts'
import { partialSamples } from './partial-samples.ts'
import { frame, render } from './sample-page.ts'
import { VIEWS } from '../../server/root.ts'

const renderer = createRenderer({ viewsDir: VIEWS, cache: true })
const names = readdirSync(join(VIEWS, 'partials')).map((file) => file.replace('.hbs', ''))

t.test('every partial has a sample, and renders it in both languages', async (t) => {
  t.same(Object.keys(partialSamples).sort(), names.sort())
  for (const name of names) {
    for (const locale of LOCALES) {
      const html = renderer.page({ template: `partials/${name}`, title: '页', model: partialSamples[name] ?? {} }, { ...frame, locale })
      t.equal(unbalanced(html), undefined, `${name} closes its tags`)
      t.notMatch(html, /undefined|\[object/, `${name} prints values`)
    }
  }
})

t.test('every partial says what it takes', async (t) => {
  for (const name of names) t.match(readFileSync(join(VIEWS, 'partials', `${name}.hbs`), 'utf8'), /^\{\{!-- /, name)
})

t.test('a partial does not see the page it is on', async (t) => {
  const html = render(t, '{{> field name="a" label="甲"}}', { hint: 'leaked', value: 'leaked', suffix: 'leaked' })
  t.notMatch(html, 'leaked')
})

t.test('each kind of control carries its name, its label and its stored value', async (t) => {
  const field = (type: string, value: unknown, more = {}): string =>
    renderer.page({ template: 'partials/field', title: '页', model: { name: 'plan.0.due', label: '日期', type, value, ...more } }, frame)
  t.match(field('date', new Date('2026-12-31T17:00:00Z')), /type="date" id="f-plan-0-due" name="plan\[0\]\[due\]" value="2027-01-01"/)
  t.match(field('datetime-local', new Date('2026-12-31T09:00:00Z')), 'value="2026-12-31T17:00"')
  t.match(field('number', 12), /type="text"[^>]* inputmode="decimal" value="12"/)
  t.match(field('textarea', 'a\n<b>'), 'a\n&lt;b&gt;</textarea>')
  t.match(field('select', 'b', { blank: '—', options: [{ value: 'a', label: '甲' }, { value: 'b', label: '乙' }] }), '<option value="b" selected>乙')
  t.notMatch(field('password', 'secret'), 'secret')
})
