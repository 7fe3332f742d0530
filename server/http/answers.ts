import Type from 'typebox'

/** Pieces that answers of the API are described by. What a description does not name is not sent. */
export const instant = Type.Unsafe<Date | string>({ type: 'string', format: 'date-time' })
export const wordOf = (values: readonly string[]) => Type.String({ enum: [...values] })
/** Present, and null where there is nothing. */
export const orNothing = (schema: object) => Type.Unsafe<unknown>({ anyOf: [schema, { type: 'null' }] })
