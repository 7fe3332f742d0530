import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const OPENING_TAG = /<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g
const CLASS = /\sclass="([^"]*)"/

/**
 * Mail readers drop stylesheets, so each element's rules go into its `style`. They are written once, by element or
 * class (`views/emails/layout/styles.json`). Values in our templates are escaped, so a `<` always opens a tag.
 */
export function mailStyler(viewsDir: string): (html: string) => string {
  const styles = JSON.parse(readFileSync(join(viewsDir, 'emails/layout/styles.json'), 'utf8')) as Record<string, string>
  return (html) => html.replace(OPENING_TAG, (tag, element: string, attributes: string) => {
    const classes = CLASS.exec(attributes)?.[1]?.split(/\s+/) ?? []
    const style = [element, ...classes.map((name) => `.${name}`)].map((name) => styles[name] ?? '').join('')
    return style ? `<${element}${attributes} style="${style}">` : tag
  })
}
