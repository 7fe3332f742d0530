import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import type { TestApp } from '../support/app.ts'
import { courseOf, days } from '../digests/competition-course.ts'
import { fitting, withTeams } from '../digests/digest-world.ts'
import { parsed, type SentMail } from '../digests/sent-mail.ts'

const MOST_BYTES = 60 * 1024

/** Words a reader sees, in their order: markup, spaces and line breaks are no content. */
function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body')).replaceAll(/<style[\s\S]*?<\/style>/g, '')
  const plain = body.replaceAll(/<[^>]+>/g, '').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll(/&#x27;|&#39;/g, '\'').replaceAll('&#x3D;', '=')
  return [...plain.replaceAll(/\s+/g, '')].sort().join('')
}

const hrefsOf = (html: string): string[] => [...html.matchAll(/href="([^"]+)"/g)].map((found) => (found[1] ?? '').replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))
/** What only one part needs: addresses and colons of the text, the separators, the brand line that stands elsewhere. */
const bare = (text: string): string => [...text.replaceAll(/https?:\/\/\S+/g, '').replaceAll(/[\s:=·-]/g, '')].sort().join('')

const BUTTON = /<a class="m-button"[^>]*>([^<]*)<\/a>/g
/** The words on a button; the text part may leave them out before the address. */
const withoutLabels = ({ text, html }: SentMail): string => [...html.matchAll(BUTTON)].reduce((rest, [, label = '']) => rest.replace(`${label}: http`, 'http'), text)

/** The subject stands above the HTML part once more; the text part has it in the header alone. */
const headingOf = ({ html, subject }: SentMail): string => (wordsOf(`<body${/<h1[^>]*>[\s\S]*?<\/h1>/.exec(html)?.[0] ?? ''}`) === bareWords(subject) ? subject : '')
const bareWords = (text: string): string => [...text.replaceAll(/\s+/g, '')].sort().join('')

async function rawMails(app: TestApp): Promise<Buffer[]> {
  const folder = join(app.services.config.dataDir, 'mail')
  const files = (await readdir(folder)).filter((file) => file.endsWith('.eml'))
  return Promise.all(files.map((file) => readFile(join(folder, file))))
}

t.test('every message that leaves is whole in both of its parts, in both languages', async (t) => {
  const app = await withTeams(t)
  const course = courseOf(app)
  for (const part of ['researcher', 'owner', 'officer', 'englishResearcher'] as const) {
    const locale = part === 'englishResearcher' || part === 'officer' ? 'en' : 'zh-CN'
    await app.services.people.decide(CAST[part], (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, preferences: { locale, digest: 'daily' } } }))
  }
  await course.published('0001', { ...fitting, title: '浮式平台 "系泊缆" <疲劳> & 寿命监测' })
  await course.submitted('0002', fitting)
  await app.services.outbox.queue({ id: 'reset', to: CAST.owner, template: 'password-reset', model: { name: 'A & B', href: 'http://127.0.0.1:3000/password/reset/x' } })
  app.clock.advance(days(1))
  await app.settle()
  const mails = await rawMails(app)
  t.ok(mails.length >= 8, `${mails.length} messages`)
  t.ok(mails.length < 60)
  for (const raw of mails) {
    const mail = await parsed(raw)
    const name = `${mail.to}: ${mail.subject}`
    t.ok(raw.length <= MOST_BYTES, `${name} has ${raw.length} bytes`)
    t.equal(bare(withoutLabels(mail) + headingOf(mail)), bare(wordsOf(mail.html.replaceAll(BUTTON, ''))), `${name}: both parts say the same`)
    const [links, written] = [hrefsOf(mail.html), [...mail.text.matchAll(/https?:\/\/\S+/g)].map((found) => found[0])]
    t.ok(links.every((href) => href.startsWith('http://127.0.0.1:3000/')), `${name}: links are absolute`)
    t.same(new Set(links), new Set(written), `${name}: the same links in both`)
    t.notMatch(mail.text, /undefined|\[object|&amp;|emails\./, `${name}: plain text alone`)
    t.equal(mail.headers.get('auto-submitted'), 'auto-generated')
    const unsubscribe = mail.headers.get('list-unsubscribe')
    if (!unsubscribe) continue
    t.equal(mail.headers.get('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    t.ok(written.includes(unsubscribe.slice(1, -1)), `${name}: the same address in the header and in the text`)
  }
})
