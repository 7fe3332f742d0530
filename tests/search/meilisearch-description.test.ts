import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { MeilisearchIndex } from '../../server/modules/search/meilisearch-index.ts'
import { streamOf } from '../contracts/search-asking.ts'
import { everything } from '../contracts/search-cast.ts'
import { startFakeMeilisearch } from '../support/fake-meilisearch.ts'
import { sharedPath } from '../support/shared-data.ts'

const file = sharedPath('standards/meilisearch-openapi-1.53.json')
const skip = existsSync(file) ? false : 'the description ../shared/data/standards/meilisearch-openapi-1.53.json is not here: requests were NOT checked against it'

interface Schema { $ref?: string; properties?: Record<string, unknown>; additionalProperties?: unknown }
interface Description {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema?: Schema }> } }>>
  components: { schemas: Record<string, Schema> }
}

t.test('every request of the adapter is in the published description', { skip }, async (t) => {
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description
  const fake = await startFakeMeilisearch()
  const index = new MeilisearchIndex({ url: fake.url })
  t.teardown(async () => { await index.close(); await fake.close() })
  await index.put(everything)
  await index.search({ kind: 'need', text: '焊接', filter: { park: ['p-north'] }, facets: ['tracks'], sort: 'deadline' })
  await index.search({ kind: 'need', offset: 3, limit: 2 })
  await index.candidates({ title: '焊接' }, { kind: 'achievement', limit: 3 })
  await index.remove('need', ['n-weld'])
  await index.rebuild(streamOf(everything))
  await index.statistics()
  await index.health()
  for (const { method, path, body } of fake.requests) {
    const known = operationOf(description, method, path)
    t.ok(known !== undefined, `${method} ${path}`)
    const allowed = propertiesOf(description, known?.requestBody?.content['application/json']?.schema)
    const sent = body.startsWith('{') ? Object.keys(JSON.parse(body) as object) : []
    if (allowed !== undefined) t.same(sent.filter((field) => !allowed.includes(field)), [], `${method} ${path}: fields`)
  }
})

function operationOf({ paths }: Description, method: string, path: string) {
  const fits = (template: string) => new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
  const template = Object.keys(paths).find((one) => fits(one) && paths[one]?.[method.toLowerCase()] !== undefined)
  return template === undefined ? undefined : paths[template]?.[method.toLowerCase()]
}

/** Field names of a plain object schema; `undefined` where the description does not list them. */
function propertiesOf(description: Description, schema: Schema | undefined): string[] | undefined {
  const target = schema?.$ref === undefined ? schema : description.components.schemas[schema.$ref.split('/').at(-1)!]
  return target?.properties === undefined ? undefined : Object.keys(target.properties)
}
