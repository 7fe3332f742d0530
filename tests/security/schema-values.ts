import fc from 'fast-check'
import { nastyKey, nastyValue } from './nasty-values.ts'

interface Schema {
  type?: string | string[]; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; properties?: Record<string, Schema>; required?: string[]; items?: Schema
  minimum?: number; maximum?: number; minLength?: number; maxLength?: number; maxItems?: number; format?: string; pattern?: string; additionalProperties?: unknown
}

/** Every third as the schema has it, so that the rules behind it are reached; of the others, one value in twelve is something else. */
export const bodyFor = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 1, arbitrary: fitting(schema, 0) }, { weight: 2, arbitrary: valueFor(schema, 1) })

/** One time in eight; otherwise undefined. */
export const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

function valueFor(schema: Schema, odd: number): fc.Arbitrary<unknown> {
  return odd === 0 ? fitting(schema, odd) : fc.oneof({ weight: 11, arbitrary: fitting(schema, odd) }, { weight: odd, arbitrary: nastyValue })
}

function fitting(schema: Schema, odd: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valueFor(one, odd)))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (schema.properties || type === 'object') return objectFor(schema, odd)
  if (type === 'array') return fc.array(valueFor(schema.items ?? {}, odd), { maxLength: Math.min(schema.maxItems ?? 3, 3) })
  if (type === 'integer' || type === 'number') return numberFor(schema, odd)
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  return textFor(schema, odd)
}

function objectFor({ properties = {}, required = [] }: Schema, odd: number): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, valueFor(part, odd)]))
  const record = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) })
  if (odd === 0) return record
  const extra = seldom(fc.tuple(nastyKey, nastyValue))
  return fc.tuple(record, extra).map(([value, more]) => (more ? withKey(value, ...more) : value))
}

/** A key of its own, even where the language gives the name a meaning. */
function withKey(value: object, key: string, more: unknown): object {
  return Object.defineProperty({ ...value }, key, { value: more, enumerable: true, configurable: true, writable: true })
}

function numberFor({ minimum = -5, maximum = 1e6 }: Schema, odd: number): fc.Arbitrary<number> {
  const inside = fc.integer({ min: Math.ceil(minimum), max: Math.min(Math.floor(maximum), 2 ** 31) })
  return odd === 0 ? inside : fc.oneof(inside, fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1))
}

function textFor({ format, pattern, maxLength = 200, minLength = 0 }: Schema, odd: number): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString())
  if (format === 'email') return fc.emailAddress()
  if (odd === 0) return pattern ? fc.stringMatching(new RegExp(pattern)) : fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.floor(maxLength / 8)) })
  return fc.oneof(
    fc.string({ unit: 'grapheme', minLength: Math.min(minLength, 5), maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('x'.repeat(Math.min(maxLength, 20_000)), 'x'.repeat(Math.min(maxLength, 20_000) + 1), '张三', 'need-mooring', 'team-mooring', 'deep-sea'),
  )
}
