import { LOCALES, type Frame, type Locale, type Page } from '../http/page.ts'
import { assetAddresses } from './asset-address.ts'
import type { Words } from '../kernel/words.ts'
import { loadCatalogue, type UnknownKey } from './catalogue.ts'
import { mailStyler } from './mail-style.ts'
import { loadTemplates } from './template-set.ts'

export interface Mail {
  subject: string
  text: string
  html: string
}

export interface Renderer {
  /** The whole HTML document. */
  page(page: Page, frame: Frame): string
  /** The parts of `views/emails/<name>/`. The model brings what the mail layout prints: see views/README.md. */
  mail(name: string, model: Record<string, unknown>, locale: Locale): Mail
  words(locale: Locale): Words
}

export interface RendererOptions {
  viewsDir: string
  /** False while developing: templates and words are read again for every page. */
  cache: boolean
  /** `show` prints the key itself: for readers in production. */
  unknownKey?: UnknownKey
}

const NO_FORM = { values: {}, errors: {} }

/** The same page in another language. */
function inLanguage(url: string, locale: Locale): string {
  const [path = '/', query = ''] = url.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('lang', locale)
  return `${path}?${parameters.toString()}`
}

function otherLanguages(frame: Frame): { locale: Locale; href: string }[] {
  return LOCALES.filter((locale) => locale !== frame.locale).map((locale) => ({ locale, href: inLanguage(frame.url, locale) }))
}

/** Signing in leads back here; on the sign-in page itself the link would lead nowhere. */
function signInHref(url: string): string {
  return url.startsWith('/sign-in') ? '' : `/sign-in?next=${encodeURIComponent(url)}`
}

/** A subject is one line: a line break in it would start a new header. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
/** Templates leave gaps where a condition printed nothing. */
const paragraphs = (text: string): string => `${text.replaceAll(/[ \t]+\n/g, '\n').replaceAll(/\n{3,}/g, '\n\n').trim()}\n`

function load({ viewsDir, unknownKey = 'throw' }: RendererOptions): Renderer {
  const words = loadCatalogue(viewsDir, unknownKey)
  const render = loadTemplates(viewsDir, { asset: assetAddresses(viewsDir) }, mailStyler(viewsDir))

  function page({ template, title, model, form = NO_FORM }: Page, frame: Frame): string {
    const data = { locale: frame.locale, words: words(frame.locale), title, frame, form }
    const body = render(template, model, data)
    return render('layouts/page', { body, languages: otherLanguages(frame), signIn: signInHref(frame.url) }, data)
  }

  function mail(name: string, model: Record<string, unknown>, locale: Locale): Mail {
    const data = { locale, words: words(locale), form: NO_FORM, title: '' }
    const part = (template: string, more: object = {}): string => render(template, { ...model, ...more }, data)
    const subject = oneLine(part(`emails/${name}/subject`))
    const text = part('emails/layout/text', { subject, body: part(`emails/${name}/text`) })
    const html = part('emails/layout/html', { subject, body: part(`emails/${name}/html`) })
    return { subject, text: paragraphs(text), html }
  }

  return { page, mail, words }
}

/** Everything is read and checked here, so a broken template stops the start, not a reader. */
export function createRenderer(options: RendererOptions): Renderer {
  const fixed = load(options)
  const now = (): Renderer => (options.cache ? fixed : load(options))
  return {
    page: (page, frame) => now().page(page, frame),
    mail: (name, model, locale) => now().mail(name, model, locale),
    words: (locale) => now().words(locale),
  }
}
