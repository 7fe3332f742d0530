import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '../../server/http/page.ts'
import { ROOT } from '../../server/root.ts'

function catalogue(locale: Locale): Record<string, string> {
  const views = join(ROOT, 'views')
  const files = readdirSync(views, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(`${locale}.json`))
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(join(views, file), 'utf8')) as object)) as Record<string, string>
}

const KEYS = new Set(Object.keys(catalogue('en')).filter((key) => key.includes('.')))
/** Words that people write, too: the customary criteria, subjects of mail, columns of their files; names of languages and of this place. */
const PEOPLES = Object.entries(catalogue('zh-CN')).filter(([key]) => /^(needs\.criterion|emails|language|site)\.|^(needs|field)\.title$/.test(key)).map(([, text]) => text)
/** Whole labels and sentences of ours; what people wrote in Chinese stays Chinese. */
const CHINESE = new Set(Object.values(catalogue('zh-CN')).filter((text) => /\p{Script=Han}/u.test(text) && !PEOPLES.includes(text)))

/** Keys of the catalogue that stand on a page instead of their words. */
export const keysIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(/[\s(),:：]+/)).filter((word) => KEYS.has(word)).map((key) => `shows the key ${key}`)

/** Words of the interface that an English page leaves in Chinese. */
export const chineseIn = (texts: readonly string[]): string[] => texts.filter((text) => CHINESE.has(text)).map((text) => `not in English: ${text}`)
