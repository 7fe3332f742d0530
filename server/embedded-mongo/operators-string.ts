import { BSONRegExp, BSONSymbol, Decimal128, Timestamp } from 'bson'
import { compileExpression, type Env, type Operator } from './expression.ts'
import { MongoError } from './mongo-error.ts'
import { bound } from './operators-array.ts'
import { compileNamed, namedArguments, operator, strict, unary } from './operator-arguments.ts'
import { isNaNNumber, toWhole } from './numbers.ts'
import { numberText } from './number-text.ts'
import { toRegExp } from './regex.ts'
import { asInteger, isDoc, isNullish, isNumeric, type Doc, type Maybe, newDoc, typeOf, type Value } from './values.ts'

/** What operators that take "anything printable" make of a value. */
export function coerced(value: Maybe, code = 16007): string {
  if (isNullish(value)) return ''
  if (typeof value === 'string') return value
  if (isNumeric(value)) return numberText(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof BSONSymbol) return value.value
  if (value instanceof Timestamp) return `Timestamp(${value.t}, ${value.i})`
  throw new MongoError(code, `can't convert from BSON type ${typeOf(value)} to String`)
}

function text(value: Maybe, message: string, code: number): string {
  if (typeof value !== 'string') throw new MongoError(code, `${message}, found: ${typeOf(value)}`)
  return value
}

const concat = operator(0, Infinity, (values, name, { budget }) => {
  let joined = ''
  for (const value of values) {
    if (isNullish(value)) return null
    joined += text(value, `${name} only supports strings`, 16702)
  }
  budget.spend(joined.length)
  return joined
})

/** MongoDB changes the case of ASCII letters only. */
const lower = (value: string): string => value.replace(/[A-Z]+/g, found => found.toLowerCase())
const upper = (value: string): string => value.replace(/[a-z]+/g, found => found.toUpperCase())

const compareIgnoringCase = operator(2, 2, ([a, b]) => Math.sign(Buffer.compare(Buffer.from(lower(coerced(a))), Buffer.from(lower(coerced(b))))))

const codePoints = (value: string): string[] => Array.from(value)

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

const substringBytes = operator(3, 3, ([value, from, count], name) => {
  const bytes = Buffer.from(coerced(value))
  if (!isNumeric(from)) throw new MongoError(16034, `${name}: starting index must be a numeric type (is BSON type ${typeOf(from)})`)
  if (!isNumeric(count)) throw new MongoError(16035, `${name}: length must be a numeric type (is BSON type ${typeOf(count)})`)
  const start = toWhole(from)
  const length = count instanceof Decimal128 && isNaNNumber(count) ? -1 : toWhole(count)
  if (start < 0) throw new MongoError(50752, `${name}: starting index must be non-negative (got: ${start})`)
  if (isContinuation(bytes[start])) throw new MongoError(28656, `${name}: Invalid range, starting index is a UTF-8 continuation byte.`)
  const end = length < 0 ? bytes.length : Math.min(bytes.length, start + length)
  if (isContinuation(bytes[end])) throw new MongoError(28657, `${name}: Invalid range, ending index is in the middle of a UTF-8 character.`)
  return start >= bytes.length ? '' : bytes.toString('utf8', start, end)
})

const substringPoints = operator(3, 3, ([value, from, count], name) => {
  const source = coerced(value)
  const [start, length] = [pointIndex(from, name, 34450), pointIndex(count, name, 34452)]
  return codePoints(source).slice(start, start + length).join('')
})

function pointIndex(value: Maybe, name: string, code: number): number {
  if (!isNumeric(value)) throw new MongoError(code, `${name}: index must be a numeric type (is BSON type ${typeOf(value)})`)
  const index = asInteger(value)
  if (index === undefined || Math.abs(index) > 2147483647) throw new MongoError(code + 1, `${name}: index must be representable as a 32-bit integral value`)
  if (index < 0) throw new MongoError(code === 34450 ? 34455 : 34454, `${name}: index must be non-negative`)
  return index
}

function indexOf(split: (value: string) => readonly (string | number)[], code: number): Operator {
  return operator(2, 4, (values, name) => {
    const [whole, part] = values
    if (isNullish(whole)) return null
    const source = split(text(whole, `${name} requires a string as the first argument`, code))
    const wanted = split(text(part, `${name} requires a string as the second argument`, code + 1))
    const start = bound(values, 2, name, 0)
    const end = Math.min(bound(values, 3, name, source.length), source.length)
    for (let i = start; i + wanted.length <= end; i++) if (wanted.every((unit, j) => source[i + j] === unit)) return i
    return -1
  })
}

const WHITESPACE = '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'

function trim(left: boolean, right: boolean): Operator {
  return (argument, scope, name) => {
    const spec = namedArguments(argument, name, ['input'], ['chars'], { object: 50696, unknown: 50694, missing: 50695 })
    const { input, chars } = compileNamed(spec, ['input', 'chars'], scope)
    return env => {
      const value = input?.(env)
      const set = chars ? chars(env) : WHITESPACE
      if (isNullish(value)) return null
      const source = text(value, `${name} requires its input to be a string`, 50699)
      if (isNullish(set)) return null
      return trimmed(codePoints(source), new Set(codePoints(text(set, `${name} requires 'chars' to be a string`, 50700))), left, right)
    }
  }
}

function trimmed(points: readonly string[], set: ReadonlySet<string>, left: boolean, right: boolean): string {
  let [from, to] = [0, points.length]
  while (left && from < to && set.has(points[from] as string)) from++
  while (right && to > from && set.has(points[to - 1] as string)) to--
  return points.slice(from, to).join('')
}

/** The parts of `$replaceOne` and `$replaceAll`, with the code when one is missing and when one is no string. */
const REPLACE_PARTS = [{ name: 'input', missing: 51749, type: 10503904 }, { name: 'find', missing: 51748, type: 10503901 }, { name: 'replacement', missing: 51747, type: 10503902 }] as const
const REPLACE_NAMES = REPLACE_PARTS.map(({ name }) => name)

function replace(all: boolean): Operator {
  return (argument, scope, name) => {
    const absent = isDoc(argument) ? REPLACE_PARTS.find(part => argument[part.name] === undefined) : undefined
    const spec = namedArguments(argument, name, REPLACE_NAMES, [], { object: 51751, unknown: 51750, missing: absent?.missing ?? 51749 })
    const compiled = compileNamed(spec, REPLACE_NAMES, scope)
    return env => {
      const strings = REPLACE_PARTS.map(part => {
        const value = compiled[part.name]?.(env)
        return isNullish(value) ? null : text(value, `${name} requires that '${part.name}' is a string`, part.type)
      })
      if (strings.includes(null)) return null
      const [source, wanted, by] = strings as [string, string, string]
      if (all && wanted !== '') scope.budget.spend(source.length + (source.length / wanted.length) * by.length)
      return all ? source.replaceAll(wanted, () => by) : source.replace(wanted, () => by)
    }
  }
}

const split = strict(2, 2, ([value, separator], name, { budget }) => {
  const source = text(value, `${name} requires an expression that evaluates to a string as a first argument`, 40085)
  const by = text(separator, `${name} requires an expression that evaluates to a string as a second argument`, 10503900)
  if (by === '') throw new MongoError(40087, '$split requires a non-empty separator')
  budget.spend(source.length)
  return source.split(by)
})

interface Search { readonly source: string, readonly pattern: RegExp }

/** Finds what the regex operators have in common: an input and a compiled pattern, or nothing. */
function regexOperator(result: (search: Search | undefined, budget: { tick(): void }) => Maybe): Operator {
  return (argument, scope, name) => {
    const spec = namedArguments(argument, name, ['input', 'regex'], ['options'], { object: 51103, unknown: 31024, missing: isDoc(argument) && argument.input === undefined ? 31022 : 31023 })
    const evaluate = searchOf(spec, name, (value) => compileExpression(value, scope))
    return env => result(evaluate(env), scope.budget)
  }
}

function searchOf(spec: Doc, name: string, compile: (value: Value) => (env: Env) => Maybe): (env: Env) => Search | undefined {
  const [input, regex, options] = [compile(spec.input as Value), compile(spec.regex as Value), spec.options === undefined ? () => undefined : compile(spec.options)]
  return env => {
    const [source, pattern, flags] = [input(env), regex(env), options(env)]
    if (!isNullish(source) && typeof source !== 'string') throw new MongoError(51104, `${name} needs 'input' to be of type string`)
    const compiled = isNullish(pattern) ? undefined : compilePattern(pattern, flags, name)
    return isNullish(source) || !compiled ? undefined : { source, pattern: compiled }
  }
}

function compilePattern(pattern: Value, flags: Maybe, name: string): RegExp {
  if (!isNullish(flags) && typeof flags !== 'string') throw new MongoError(51106, `${name} needs 'options' to be of type string`)
  if (pattern instanceof BSONRegExp) {
    if (pattern.options && flags) throw new MongoError(51107, `${name} found regex options specified in both 'regex' and 'options' fields`)
    return searchPattern(pattern.pattern, flags ? flags : pattern.options)
  }
  if (typeof pattern !== 'string') throw new MongoError(51105, `${name} needs 'regex' to be of type string or regex`)
  return searchPattern(pattern, flags ?? '')
}

function searchPattern(pattern: string, flags: string): RegExp {
  if (pattern.includes('\0')) throw new MongoError(51109, 'regular expression must not contain a null byte')
  if (flags.includes('\0')) throw new MongoError(51110, 'regex options must not contain a null byte')
  return toRegExp(pattern, flags, 'g', 51111)
}

function found(match: RegExpMatchArray): Doc {
  const before = (match.input ?? '').slice(0, match.index)
  return newDoc({ match: match[0], idx: codePoints(before).length, captures: match.slice(1).map(group => (group as string | undefined) ?? null) })
}

function findAll(search: Search | undefined, budget: { tick(): void }): Doc[] {
  const all: Doc[] = []
  if (search) for (const match of search.source.matchAll(search.pattern)) { budget.tick(); all.push(found(match)) }
  return all
}

function findFirst(search: Search | undefined): Maybe {
  const match = search?.pattern.exec(search.source)
  return match ? found(match) : null
}

export const STRING_OPERATORS: Readonly<Record<string, Operator>> = {
  $concat: concat, $toLower: unary(value => lower(coerced(value))), $toUpper: unary(value => upper(coerced(value))), $strcasecmp: compareIgnoringCase,
  $substr: substringBytes, $substrBytes: substringBytes, $substrCP: substringPoints, $indexOfBytes: indexOf(value => [...Buffer.from(value)], 40091), $indexOfCP: indexOf(codePoints, 40093),
  $strLenBytes: unary((value, name) => Buffer.byteLength(text(value, `${name} requires a string argument`, 34473))), $strLenCP: unary((value, name) => codePoints(text(value, `${name} requires a string argument`, 34471)).length),
  $ltrim: trim(true, false), $rtrim: trim(false, true), $trim: trim(true, true), $replaceOne: replace(false), $replaceAll: replace(true), $split: split,
  $regexMatch: regexOperator(search => (search ? search.pattern.test(search.source) : false)), $regexFind: regexOperator(findFirst), $regexFindAll: regexOperator(findAll),
}
