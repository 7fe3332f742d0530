import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const OPENING_TAG = /<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g
const CLASS = /\sclass="([^"]*)"/

/** What a message's HTML is made of; the partials of pages have their stylesheet. */
const OF_MAIL = /^(?:emails\/.*html|partials\/mail-.*)$/

/**
 * Mail readers drop stylesheets, so each element's rules go into its `style`. They are written once, by element or
 * class (`views/emails/layout/styles.json`), and put into the templates when these are read: a class there is fixed.
 */
export function mailStyler(viewsDir: string): (template: string, source: string) => string {
  const styles = JSON.parse(readFileSync(join(viewsDir, 'emails/layout/styles.json'), 'utf8')) as Record<string, string>
  return (template, source) => !OF_MAIL.test(template) ? source : source.replace(OPENING_TAG, (tag, element: string, attributes: string) => {
    const classes = CLASS.exec(attributes)?.[1]?.split(/\s+/) ?? []
    const style = [element, ...classes.map((name) => `.${name}`)].map((name) => styles[name] ?? '').join('')
    return style ? `<${element}${attributes} style="${style}">` : tag
  })
}
