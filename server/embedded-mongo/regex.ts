import { BSONRegExp } from 'bson'
import { GuardedRegExp, isRisky } from './guarded-regexp.ts'
import { MongoError } from './mongo-error.ts'
import type { Maybe } from './values.ts'

/** The code in queries; expressions have another one. */
const INVALID_REGEX = 51091

const cache = new Map<string, RegExp>()

/** MongoDB's PCRE pattern as a JavaScript one; what JavaScript cannot express is refused. */
export function toRegExp(pattern: string, options: string, extraFlags = '', code = INVALID_REGEX): RegExp {
  const name = `${options}/${extraFlags}/${pattern}`
  const known = cache.get(name)
  if (known) { known.lastIndex = 0; return known }
  if (cache.size > 500) cache.clear()
  const made = compileRegExp(pattern, options, extraFlags, code)
  cache.set(name, made)
  return made
}

function compileRegExp(pattern: string, options: string, extraFlags: string, code: number): RegExp {
  if (/[^imsxu]/.test(options)) throw new MongoError(51108, `invalid flag in regex options: ${options}`)
  if (pattern.includes('\0')) throw new MongoError(51091, 'regular expression must not contain a null byte')
  if (/\(\?<[=!][^)]*[+*]/.test(pattern)) throw new MongoError(code, 'Regular expression is invalid: lookbehind assertion is not fixed length')
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const all = new Set(options + (inline?.[1] ?? ''))
  const body = translate(inline ? pattern.slice(inline[0].length) : pattern, all.has('x'))
  const flags = [...'ims'].filter(flag => all.has(flag)).join('') + extraFlags
  return build(body, flags, code)
}

/** Unicode mode matches whole code points as PCRE does, but is stricter about needless escapes. */
function build(body: string, flags: string, code: number): RegExp {
  const Kind = isRisky(body) ? GuardedRegExp : RegExp
  try { return new Kind(body, `${flags}u`) } catch { /* tried again without */ }
  try { return new Kind(body, flags) } catch (error) {
    throw new MongoError(code, `Regular expression is invalid: ${(error as Error).message}`)
  }
}

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', punct: '!-\\/:-@\\[-`{-~', word: '\\w', xdigit: '0-9A-Fa-f',
}

const ESCAPES: Readonly<Record<string, string>> = { '\\A': '^', '\\Z': '$', '\\z': '$', '\\h': '[ \\t]', '\\e': '\\x1b', '\\a': '\\x07' }

function translate(pattern: string, extended: boolean): string {
  const token = /\\Q([\s\S]*?)(?:\\E|$)|\\[\s\S]|\[:(\w+):\]|\(\?P?<(?=[A-Za-z])|\(\?#[^)]*\)|\(\?P=(\w+)\)|\[|\]|\s+|#[^\n]*/g
  let inClass = false
  return pattern.replace(token, (found: string, quoted: string | undefined, posix: string | undefined, name: string | undefined) => {
    if (quoted !== undefined) return quoted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    if (posix !== undefined) return inClass ? POSIX[posix] ?? found : found
    if (name !== undefined) return `\\k<${name}>`
    if (found === '[' || found === ']') { inClass = found === '[' || (inClass && found !== ']'); return found }
    if (found.startsWith('\\')) return inClass ? found : ESCAPES[found] ?? found
    if (found.startsWith('(?#')) return ''
    if (found.startsWith('(?')) return '(?<'
    return extended && !inClass ? '' : found
  })
}

/** A regular expression from a stored value, or undefined when it is none. */
export function regexOf(value: Maybe): RegExp | undefined {
  return value instanceof BSONRegExp ? toRegExp(value.pattern, value.options) : undefined
}
