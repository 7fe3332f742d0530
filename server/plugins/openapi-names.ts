type Schema = Record<string, unknown>
interface Named { components?: { schemas?: Record<string, unknown> } }

/** What stands here is data, not schemas. */
const DATA = ['example', 'examples', 'default', 'enum', 'const', 'description']

/**
 * Everything with a title stands once, in `components`, and is pointed to elsewhere: programs that are generated from the
 * description get a type of that name. Two different things of one title are a mistake, and stop the start.
 */
export function withNamedSchemas<D extends Named>(document: D): D {
  const found = new Map<string, { text: string; schema: unknown }>()

  function named(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(named)
    if (typeof value !== 'object' || value === null) return value
    const schema = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, DATA.includes(key) ? part : named(part)]))
    return isNamed(schema) ? refTo(schema) : schema
  }

  // `description` is about the place: that this was created, that it was done.
  function refTo({ title, description: _about, ...schema }: Schema & { title: string }): object {
    const text = JSON.stringify(schema)
    const known = found.get(title)
    if (known && known.text !== text) throw new Error(`two schemas are called ${title}`)
    if (!known) found.set(title, { text, schema })
    return { $ref: `#/components/schemas/${title}` }
  }

  const { components = {}, ...rest } = document
  const whole = named(rest) as Omit<D, 'components'>
  const schemas = { ...components.schemas, ...Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, { schema }]) => [title, schema])) }
  return { ...whole, components: { ...components, schemas } } as unknown as D
}

/** The document itself has a title, too, and so have fields that are called so. */
const isNamed = (schema: Schema): schema is Schema & { title: string } => schema['type'] === 'object' && typeof schema['title'] === 'string'
