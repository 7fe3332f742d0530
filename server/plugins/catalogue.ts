import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { LOCALES, type Locale } from '../http/page.ts'
import type { Words } from '../kernel/words.ts'

/** An unknown key is a mistake to be found early; only a reader in production is spared the fault. */
export type UnknownKey = 'throw' | 'show'

type Messages = Map<string, string>

/** Words shared by all modules carry no module's prefix. */
const SHARED = 'shared'

/** `views/needs` → `needs.`; `views/emails/digest` → `emails.digest.` */
function prefixOf(folder: string): string {
  return folder === SHARED ? '' : `${folder.split(sep).join('.')}.`
}

function addFile(messages: Messages, viewsDir: string, file: string): void {
  const prefix = prefixOf(dirname(file))
  const entries = JSON.parse(readFileSync(join(viewsDir, file), 'utf8')) as Record<string, string>
  for (const [key, message] of Object.entries(entries)) {
    if (!key.startsWith(prefix)) throw new Error(`${file}: key ${key} must start with ${prefix}`)
    if (messages.has(key)) throw new Error(`${file}: key ${key} is defined twice`)
    messages.set(key, message)
  }
}

function readMessages(viewsDir: string, locale: Locale): Messages {
  const messages: Messages = new Map()
  const files = readdirSync(viewsDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(`${sep}${locale}.json`))
  for (const file of files.sort()) addFile(messages, viewsDir, file)
  return messages
}

function speaker(messages: Messages, locale: Locale, unknown: UnknownKey): Words {
  const compiled = new Map<string, IntlMessageFormat>()
  const compile = (key: string): IntlMessageFormat | undefined => {
    const message = messages.get(key)
    if (message === undefined) return undefined
    // Words are plain text: markup belongs to templates, where it is escaped.
    const format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
    compiled.set(key, format)
    return format
  }
  /** What was said without values is said the same way again. */
  const fixed = new Map<string, string>()
  return (key, values) => {
    const known = values === undefined ? fixed.get(key) : undefined
    if (known !== undefined) return known
    const format = compiled.get(key) ?? compile(key)
    if (format && values === undefined) fixed.set(key, String(format.format()))
    if (format) return String(format.format(values as Record<string, string>))
    if (unknown === 'throw') throw new Error(`No words for "${key}" in ${locale}`)
    return key
  }
}

/** Reads every `zh-CN.json` and `en.json` below the views; answers in either language. */
export function loadCatalogue(viewsDir: string, unknown: UnknownKey): (locale: Locale) => Words {
  const speakers = new Map(LOCALES.map((locale) => [locale, speaker(readMessages(viewsDir, locale), locale, unknown)]))
  return (locale) => {
    const words = speakers.get(locale)
    if (!words) throw new Error(`Unknown locale ${String(locale)}`)
    return words
  }
}
