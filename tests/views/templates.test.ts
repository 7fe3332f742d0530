import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VIEWS } from '../../server/root.ts'
import { templates, type Source } from './view-sources.ts'

const isMail = ({ path }: Source): boolean => path.startsWith('emails/')
const isLayout = ({ path }: Source): boolean => /^(?:layouts|emails\/layout)\//.test(path)

/** Where a pattern occurs, as `file: text`. */
function found(files: Source[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`))
}

const pages = templates().filter((file) => !isMail(file))

t.test('only a layout prints markup it was given, and only its body', async (t) => {
  t.same(found(templates().filter((file) => !isLayout(file)), /\{\{\{|\{\{&/g), [])
  t.same(found(templates().filter(isLayout), /\{\{\{(?!body\}\}\})[^}]*|\{\{&/g), [])
})

t.test('pages obey the content security policy', async (t) => {
  t.same(found(pages, /<script(?![^>]*\ssrc=)[^>]*>/g), [], 'no inline script')
  t.same(found(pages, /<style|\sstyle\s*=/g), [], 'no inline style')
  t.same(found(pages, /\son[a-z]+\s*=/g), [], 'no event attributes')
  t.same(found(pages, /(?:src|href)="(?:https?:)?\/\/(?!www\.w3\.org)[^"]*/g).filter((link) => /<script|<link|<img/.test(link)), [])
})

t.test('attributes from data are quoted, addresses are checked', async (t) => {
  t.same(found(templates(), /\s[\w-]+=\{\{[^}]*/g), [], 'quoted')
  t.same(found(templates(), /\s(?:href|src|action|formaction)="\{\{(?!url |asset )[^}]*/g), [], 'through url')
})

t.test('every POST form carries the token', async (t) => {
  const bare = pages.flatMap(({ path, text }) => [...text.matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/g)]
    .filter(([form]) => !form.includes('{{> csrf}}')).map(([form]) => `${path}: ${form.slice(0, 60)}`))
  t.same(bare, [])
})

t.test('pages stay light', async (t) => {
  const assets = readdirSync(join(VIEWS, 'assets'))
  const size = (ending: string): number => assets.filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + statSync(join(VIEWS, 'assets', name)).size, 0)
  t.ok(size('.css') <= 30 * 1024, `css ${size('.css')} bytes`)
  t.ok(size('.js') <= 16 * 1024, `scripts ${size('.js')} bytes`)
  t.notMatch(readFileSync(join(VIEWS, 'assets/site.css'), 'utf8'), /@import|@font-face|url\(/, 'no fonts or requests of its own')
})
