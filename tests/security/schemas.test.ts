import mongoose from 'mongoose'
import t from 'tap'
import { startApp } from '../support/app.ts'

interface Schema { type?: unknown; properties?: Record<string, Schema>; additionalProperties?: unknown; patternProperties?: Record<string, Schema>; items?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[] }

/** Every object in a schema that would let through what nobody declared. A record (`additionalProperties` or `patternProperties` with a schema) says what its values are. */
function openObjects(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { type, properties = {}, additionalProperties, patternProperties, items, anyOf = [], oneOf = [], allOf = [] } = schema as Schema
  const isObject = type === 'object' || Object.keys(properties).length > 0
  const isRecord = patternProperties !== undefined || (typeof additionalProperties === 'object' && additionalProperties !== null)
  const open = isObject && additionalProperties !== false && !isRecord
  const parts: [string, unknown][] = [
    ...Object.entries(properties), ...Object.entries(patternProperties ?? {}), ['items', items], ['*', additionalProperties],
    ...[...anyOf, ...oneOf, ...allOf].map((one, i): [string, unknown] => [`|${i}`, one]),
  ]
  return [...(open ? [path] : []), ...parts.flatMap(([name, part]) => openObjects(part, `${path}.${name}`))]
}

/** Text and lists without an end cost memory before any rule is asked. Files are bounded by their route's limit. */
function endless(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const one = schema as Schema & { maxLength?: number; maxItems?: number; enum?: unknown[]; const?: unknown; format?: string; pattern?: string }
  const bounded = one.maxLength !== undefined || one.enum !== undefined || one.const !== undefined || one.format !== undefined || endsSomewhere(one.pattern)
  const own = (one.type === 'string' && !bounded) || (one.type === 'array' && one.maxItems === undefined) ? [path] : []
  return [...own, ...Object.entries(schema).flatMap(([key, value]) => (key === 'enum' ? [] : endless(value, `${path}.${key}`)))]
}

/** A pattern from begin to end whose repetitions are counted. */
const endsSomewhere = (pattern = ''): boolean => /^\^[^*+]+\$$/.test(pattern)

/** Files in base64: the limit is the route's, in bytes. */
const FILES = /body\.properties\.content$/

t.test('no schema lets through what it does not name, however deep', async (t) => {
  const app = await startApp(t)
  let looked = 0
  for (const { method, url, schema, bodyLimit } of app.routes) {
    for (const part of ['params', 'querystring', 'body'] as const) {
      if (schema?.[part] === undefined) continue
      looked += 1
      t.same(openObjects(schema[part], part), [], `${String(method)} ${url}`)
      const unbounded = endless(schema[part], part).filter((path) => !(FILES.test(path) && (bodyLimit !== undefined || method === 'POST')))
      t.same(unbounded, [], `${String(method)} ${url}: text and lists end somewhere`)
    }
  }
  t.ok(looked > 300, `${looked} schemas`)
})

t.test('an operator where a value is expected is a value, and unknown filters are faults', async (t) => {
  const { services } = await startApp(t)
  t.equal(mongoose.get('sanitizeFilter'), true)
  for (const model of Object.values(services.connection.models)) {
    await t.rejects(model.find({ noSuchField: 1 }).exec(), `${model.modelName} refuses a filter on a field it does not have`)
  }
  await t.rejects(services.people.list({ email: { $ne: null } }), 'an operator that came with the input is not run')
})
