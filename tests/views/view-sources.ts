import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, VIEWS } from '../../server/root.ts'

const SERVER = join(ROOT, 'server')

export interface Source {
  /** Path below its folder, with `/`. */
  path: string
  text: string
}

function sources(folder: string, ending: string): Source[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending))
  return files.sort().map((file) => ({ path: file.replaceAll('\\', '/'), text: readFileSync(join(folder, file), 'utf8') }))
}

/** Template comments show examples; only what is printed counts. */
const withoutComments = (source: Source): Source => ({ ...source, text: source.text.replaceAll(/\{\{!--[\s\S]*?--\}\}/g, '') })

export const templates = (): Source[] => sources(VIEWS, '.hbs').map(withoutComments)
export const serverCode = (): Source[] => sources(SERVER, '.ts')
export const catalogues = (locale: string): Source[] => sources(VIEWS, `${locale}.json`)

export const readWords = (source: Source): Record<string, string> => JSON.parse(source.text) as Record<string, string>
