import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import Handlebars from 'handlebars'
import { formHelpers } from './form-helpers.ts'
import { checkTemplate } from './template-check.ts'
import { viewHelpers, type Helper } from './view-helpers.ts'

/** Renders the template of that path below `views/`, without extension. */
export type RenderTemplate = (template: string, model: object, data: object) => string

const EXTENSION = '.hbs'
const BUILT_IN = ['if', 'unless', 'each', 'with', 'lookup']
/** Subjects and text parts of mail are not HTML. */
const PLAIN = /^emails\/.*(?:subject|text)$/

function templateNames(viewsDir: string): string[] {
  const files = readdirSync(viewsDir, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith(EXTENSION)).map((file) => file.slice(0, -EXTENSION.length).split(sep).join('/')).sort()
}

/** Shared partials go by their own name, a module's by its path: `{{> field}}`, `{{> needs/row}}`. */
function partialName(template: string): string {
  return template.startsWith('partials/') ? template.slice('partials/'.length) : template
}

function compilerOptions(template: string): CompileOptions {
  // A partial sees its parameters and nothing else: a page's `title` or `hint` must not leak into a field.
  return { explicitPartialContext: true, preventIndent: true, noEscape: PLAIN.test(template) }
}

/** The newline at the end of a file would print as a space after an inline partial. */
function source(viewsDir: string, template: string): string {
  const text = readFileSync(join(viewsDir, template + EXTENSION), 'utf8')
  return PLAIN.test(template) ? text : text.trimEnd()
}

/** Reads, checks and compiles every template; throws when one of them could not be rendered. `styled` has the last word on what was checked. */
export function loadTemplates(viewsDir: string, extra: Record<string, Helper>, styled: (template: string, source: string) => string): RenderTemplate {
  const handlebars = Handlebars.create()
  const helpers = { ...viewHelpers, ...formHelpers, ...extra }
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper)
  const names = templateNames(viewsDir)
  const known = { helpers: new Set([...BUILT_IN, ...Object.keys(helpers)]), partials: new Set(names.map(partialName)) }
  const compiled = new Map<string, HandlebarsTemplateDelegate>()
  for (const name of names) {
    const written = source(viewsDir, name)
    checkTemplate(name, handlebars.parse(written), known)
    const template = handlebars.compile(styled(name, written), compilerOptions(name))
    handlebars.registerPartial(partialName(name), template)
    compiled.set(name, template)
  }
  return (name, model, data) => {
    const template = compiled.get(name)
    if (!template) throw new Error(`No template views/${name}${EXTENSION}`)
    return template(model, { data })
  }
}
