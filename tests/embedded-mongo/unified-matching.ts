import { EJSON } from 'bson'

/** Values of specification files are plain JSON; of the server, BSON. Both are compared as JSON. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

export const isObject = (value: unknown): value is Record<string, Json> => typeof value === 'object' && value !== null && !Array.isArray(value)

export function toJson(value: unknown): Json | undefined {
  return value === undefined ? undefined : JSON.parse(EJSON.stringify(value, { relaxed: true })) as Json
}

/** Why the value is not what the specification expects, or nothing. At the root, documents may have more fields. */
export function mismatch(actual: Json | undefined, expected: Json, path = '', root = true): string | undefined {
  if (isObject(expected)) {
    const operator = Object.keys(expected)[0]
    if (operator?.startsWith('$$')) return special(operator, expected[operator] as Json, actual, path, root)
    return objectMismatch(actual, expected, path, root)
  }
  if (Array.isArray(expected)) return arrayMismatch(actual, expected, path)
  return Object.is(actual, expected) || actual === expected ? undefined : difference(path, actual, expected)
}

const difference = (path: string, actual: unknown, expected: unknown): string => `${path || 'value'}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`

function special(operator: string, argument: Json, actual: Json | undefined, path: string, root: boolean): string | undefined {
  switch (operator) {
    case '$$exists': return (actual !== undefined) === argument ? undefined : difference(path, actual, { exists: argument })
    case '$$unsetOrMatches': return actual === undefined ? undefined : mismatch(actual, argument, path, root)
    case '$$type': return (Array.isArray(argument) ? argument : [argument]).some(type => isOfType(actual, String(type))) ? undefined : difference(path, actual, { type: argument })
    default: return `${path}: ${operator} is not understood`
  }
}

function isOfType(value: Json | undefined, type: string): boolean {
  switch (type) {
    case 'string': return typeof value === 'string'
    case 'int': case 'long': case 'number': case 'double': return typeof value === 'number'
    case 'object': return isObject(value)
    case 'array': return Array.isArray(value)
    case 'bool': return typeof value === 'boolean'
    case 'objectId': return isObject(value) && '$oid' in value
    default: return value !== undefined
  }
}

function objectMismatch(actual: Json | undefined, expected: Record<string, Json>, path: string, root: boolean): string | undefined {
  if (!isObject(actual)) return difference(path, actual, expected)
  for (const [name, value] of Object.entries(expected)) {
    const found = mismatch(actual[name], value, path ? `${path}.${name}` : name, false)
    if (found) return found
  }
  const extra = root ? undefined : Object.keys(actual).find(name => !(name in expected))
  return extra === undefined ? undefined : `${path}.${extra}: unexpected`
}

function arrayMismatch(actual: Json | undefined, expected: readonly Json[], path: string): string | undefined {
  if (!Array.isArray(actual) || actual.length !== expected.length) return difference(path, actual, expected)
  for (const [i, value] of expected.entries()) {
    const found = mismatch(actual[i], value, `${path}[${i}]`, true)
    if (found) return found
  }
  return undefined
}
