import { EJSON } from 'bson'

/** Canonical extended JSON, in which number types can be seen. */
export type Canonical = null | boolean | number | string | Canonical[] | { readonly [name: string]: Canonical }
type Fields = Readonly<Record<string, Canonical>>

const WRAPPERS: Readonly<Record<string, string>> = {
  $numberInt: 'int', $numberLong: 'long', $numberDouble: 'double', $numberDecimal: 'decimal', $oid: 'objectId', $date: 'date', $binary: 'binData', $regularExpression: 'regex',
  $timestamp: 'timestamp', $minKey: 'minKey', $maxKey: 'maxKey', $code: 'javascript', $symbol: 'symbol', $dbPointer: 'dbPointer', $undefined: 'undefined',
}

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const wrapper = (value: Canonical | undefined): string | undefined => (isFields(value) ? WRAPPERS[Object.keys(value)[0] ?? ''] : undefined)

export function typeName(value: Canonical | undefined): string {
  return wrapper(value) ?? (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value)
}

/** Only the wrappers are decoded: `{$regex: …}` is a query operator and stays a document. */
export function decode(value: Canonical): unknown {
  if (wrapper(value)) return EJSON.deserialize(value as never, { relaxed: false })
  if (Array.isArray(value)) return value.map(decode)
  return isFields(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, decode(item)])) : value
}

const isNumber = (value: Canonical | undefined): value is Fields => ['int', 'long', 'double'].includes(typeName(value))
export const numberOf = (value: Canonical | undefined): number => Number(isFields(value) ? Object.values(value)[0] : value)

/** The same number; its type does not matter, since the driver shows its user one kind of number. */
export function equal(actual: Canonical | undefined, expected: Canonical): boolean {
  if (isFields(expected) && isFields(expected.$approx)) return isNumber(actual) && near(numberOf(actual), numberOf(expected.$approx.value), numberOf(expected.$approx.tolerance))
  if (isNumber(expected)) return isNumber(actual) && (numberOf(actual) === numberOf(expected) || (Number.isNaN(numberOf(actual)) && Number.isNaN(numberOf(expected))))
  if (Array.isArray(expected)) return Array.isArray(actual) && actual.length === expected.length && expected.every((item, i) => equal(actual[i], item))
  if (!isFields(expected)) return actual === expected
  const names = Object.keys(expected)
  return isFields(actual) && Object.keys(actual).length === names.length && names.every(name => Object.hasOwn(actual, name) && equal(actual[name], expected[name] as Canonical))
}

const near = (a: number, b: number, tolerance: number): boolean => Object.is(a, b) || Math.abs(a - b) <= tolerance

/** A document of which some arrays may be in any order. */
export function equalDocument(actual: Canonical | undefined, expected: Canonical, anyOrder: readonly string[] = []): boolean {
  if (anyOrder.length === 0 || !isFields(actual) || !isFields(expected)) return equal(actual, expected)
  const sameField = (name: string): boolean => {
    const [a, e] = [actual[name], expected[name] as Canonical]
    return anyOrder.includes(name) && Array.isArray(a) && Array.isArray(e) ? sameMembers(a, e) : equal(a, e)
  }
  return Object.keys(actual).length === Object.keys(expected).length && Object.keys(expected).every(name => Object.hasOwn(actual, name) && sameField(name))
}

/** The same members in any order; duplicates count. */
export function sameMembers(actual: readonly Canonical[], expected: readonly Canonical[], anyOrder?: readonly string[]): boolean {
  const left = [...actual]
  return actual.length === expected.length && expected.every(wanted => {
    const at = left.findIndex(item => equalDocument(item, wanted, anyOrder))
    return at >= 0 && left.splice(at, 1).length === 1
  })
}

/** Every field that is expected; of an array, its first elements. */
export function contains(actual: Canonical | undefined, expected: Canonical): boolean {
  if (Array.isArray(expected)) return Array.isArray(actual) && actual.length >= expected.length && expected.every((item, i) => contains(actual[i], item))
  if (!isFields(expected) || wrapper(expected) || '$approx' in expected) return equal(actual, expected)
  return isFields(actual) && Object.keys(expected).every(name => Object.hasOwn(actual, name) && contains(actual[name], expected[name] as Canonical))
}

export function at(doc: Canonical | undefined, path: string): Canonical | undefined {
  if (path === '') return doc
  return path.split('.').reduce<Canonical | undefined>((value, name) => {
    if (Array.isArray(value)) return value[Number(name)]
    return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined
  }, doc)
}

type Check = (value: Canonical | undefined, argument: Canonical) => boolean

const hasPair: Check = (value, argument) => Array.isArray(value) && isFields(argument) &&
  value.some(item => isFields(item) && Object.hasOwn(item, argument.key as string) && equal(item[argument.key as string], argument.value as Canonical))

const CHECKS: Readonly<Record<string, Check>> = {
  exists: (value, wanted) => (value !== undefined) === wanted,
  type: (value, name) => value !== undefined && typeName(value) === name,
  eq: (value, wanted) => value !== undefined && equal(value, wanted),
  ne: (value, wanted) => value === undefined || !equal(value, wanted),
  keys: (value, names) => isFields(value) && JSON.stringify(Object.keys(value)) === JSON.stringify(names),
  hasKey: (value, name) => isFields(value) && Object.hasOwn(value, name as string),
  length: (value, length) => Array.isArray(value) && value.length === length,
  longerThan: (value, length) => Array.isArray(value) && value.length > Number(length),
  contains: hasPair,
  lacks: (value, pair) => value === undefined || (Array.isArray(value) && !hasPair(value, pair)),
  includes: (value, wanted) => Array.isArray(value) && value.some(item => equal(item, wanted)),
  gt: (value, bound) => isNumber(value) && numberOf(value) > numberOf(bound),
  gte: (value, bound) => isNumber(value) && numberOf(value) >= numberOf(bound),
  lte: (value, bound) => isNumber(value) && numberOf(value) <= numberOf(bound),
  nonEmptyString: value => typeof value === 'string' && value !== '',
}

/** Do all checks hold? One that is not known does not. */
export function allChecks(doc: Canonical | undefined, checks: readonly Fields[]): boolean {
  return checks.every(({ path, ...rest }) => Object.entries(rest).every(([name, argument]) => CHECKS[name]?.(at(doc, path as string), argument) ?? false))
}
