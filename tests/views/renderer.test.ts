import { writeFileSync } from 'node:fs'
import t from 'tap'
import { createRenderer } from '../../server/plugins/renderer.ts'
import { frame, render, rendererWith } from './sample-page.ts'
import { VIEWS } from '../../server/root.ts'

t.test('a page stands inside the layout, in the reader’s language', async (t) => {
  const html = render(t, '{{> page-head}}<p>{{name}}</p>', { name: '<b>"甲"</b>' })
  t.match(html, '<html lang="zh-CN">')
  t.match(html, '<title>试页 – 揭榜</title>')
  t.match(html, '<h1>试页</h1>')
  t.match(html, '&lt;b&gt;&quot;甲&quot;&lt;/b&gt;', 'data is escaped')
  t.match(html, 'href="/needs?track&#x3D;a&amp;sort&#x3D;new&amp;lang&#x3D;en"', 'the language switch keeps the page')
  t.match(html, /<form method="post" action="\/sign-out"><input type="hidden" name="_csrf" value="token-1">/)
  t.match(html, '演示环境')
})

t.test('a stranger is offered to sign in and come back', async (t) => {
  const html = render(t, 'x', {}, undefined, { viewer: undefined, demo: false })
  t.match(html, 'href="/sign-in?next&#x3D;%2Fneeds%3Ftrack%3Da%26sort%3Dnew"')
  t.notMatch(html, /sign-out|demo-banner/)
})

t.test('a refused form keeps what was typed and ties errors to fields', async (t) => {
  const form = { values: { title: '新', tags: ['b'] }, errors: { title: '太长' }, problem: '请核对' }
  const template = '{{> error-summary}}{{> field name="title" label="名称" value="旧" hint="提示"}}{{> checkboxes name="tags" label="类" value=(array "a") options=options}}'
  const html = render(t, template, { options: [{ value: 'a', label: '甲' }, { value: 'b', label: '乙' }] }, form)
  t.match(html, '<title>有误： 试页')
  t.match(html, '<a href="#f-title">太长</a>')
  t.match(html, '请核对')
  t.match(html, /id="f-title" name="title" aria-describedby="f-title-hint f-title-error" aria-invalid="true" value="新"/)
  t.match(html, 'value="b" checked')
  t.notMatch(html, /value="a"[^>]* checked/, 'a box that was unticked stays so')
})

t.test('links from data cannot run code', async (t) => {
  const links = { a: 'javascript:alert(1)', b: '//evil.example/x', c: '/needs/1', d: 'https://example.com/', e: ' data:text/html,x', f: '/\\evil.example', g: '/\t/evil.example' }
  const html = render(t, '{{#each links}}<a href="{{url this}}">{{@key}}</a>{{/each}}', { links })
  t.match(html, '<a href="#">a</a><a href="#">b</a><a href="/needs/1">c</a><a href="https://example.com/">d</a><a href="#">e</a><a href="#">f</a><a href="#">g</a>')
})

t.test('helpers speak the locale', async (t) => {
  const template = '{{money 600000}}|{{date d}}|{{datetime d}}|{{percent 0.5}}|{{number 1234.5}}|{{status "need" "published"}}|{{date none}}|{{or none "x"}}|{{get m "a.b"}}|{{includes l "1"}}|{{#if (and none 1)}}x{{else}}y{{/if}}'
  const model = { d: '2026-12-31T20:00:00Z', m: { a: { b: 7 } }, l: [1] }
  t.match(render(t, template, model), '60万元|2027年1月1日|2027年1月1日 04:00|50%|1,234.5|发榜||x|7|true|y')
  t.match(render(t, template, model, undefined, { locale: 'en' }), '¥600,000|Jan 1, 2027|Jan 1, 2027, 04:00|50%|1,234.5|Open for bids||x|7|true|y')
})

t.test('mistakes in templates stop the start', async (t) => {
  const start = (template: string) => () => rendererWith(t, { trial: { 'page.hbs': template } })
  t.throws(start('<p>\n{{formatMoney 1}}'), { message: 'views/trial/page:2: unknown helper "formatMoney"' })
  t.throws(start('{{#if (equals a b)}}{{/if}}'), /unknown helper "equals"/)
  t.throws(start('{{> nothing}}'), /unknown partial "nothing"/)
  t.throws(start('{{{body}}}'), /must be escaped/)
  t.throws(start('{{#> card}}x{{/card}}'), /block partials/)
})

t.test('mistakes in words are found, and spared a reader in production', async (t) => {
  const words = createRenderer({ viewsDir: VIEWS, cache: true }).words('en')
  t.equal(words('error.tooLong', { label: 'Title', max: 2000 }), 'Title must be 2,000 characters or fewer')
  t.throws(() => words('no.such'), /No words for "no.such" in en/)
  t.equal(createRenderer({ viewsDir: VIEWS, cache: true, unknownKey: 'show' }).words('en')('no.such'), 'no.such')
  const wrong = { trial: { 'zh-CN.json': '{"other.title":"x"}', 'en.json': '{}' } }
  t.throws(() => rendererWith(t, wrong), /must start with trial\./)
})

t.test('templates are read again while developing', async (t) => {
  rendererWith(t, { trial: { 'page.hbs': 'one' } })
  const renderer = createRenderer({ viewsDir: t.testdirName, cache: false })
  writeFileSync(`${t.testdirName}/trial/page.hbs`, 'two')
  t.match(renderer.page({ template: 'trial/page', title: 'x', model: {} }, frame), 'two')
})
