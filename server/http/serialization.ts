import fastJson from 'fast-json-stringify'

type Serializer = (value: unknown) => string
const known = new WeakMap<object, Serializer>()

/** Serializers are made when something is first sent by them: two hundred of them would be a good part of the start. */
export function serializerFor({ schema }: { schema: unknown }): Serializer {
  return (value) => serializerOf(schema as object)(value)
}

function serializerOf(schema: object): Serializer {
  const found = known.get(schema) ?? (fastJson(schema) as Serializer)
  known.set(schema, found)
  return found
}
