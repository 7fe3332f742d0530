import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { FieldError } from './problem.ts'

/** JSON bodies are taken at their word; forms and addresses bring text, which is read as what the schema asks for. */
const strict = formats.default(new Ajv({ allErrors: true, useDefaults: true }))
const reading = formats.default(new Ajv({ allErrors: true, useDefaults: true, coerceTypes: 'array' }))

interface Compiled { schema: unknown; httpPart?: string }

export const jsonValidator = ({ schema, httpPart }: Compiled) => whenAsked(httpPart === 'body' ? strict : reading, schema)
export const formValidator = ({ schema }: Compiled) => whenAsked(reading, schema)

interface Validator { (value: unknown): boolean; errors?: ValidateFunction['errors'] }

/** Compiled when something is first held against it: at start nothing waits for hundreds of them. Fastify reads `errors`. */
function whenAsked(ajv: Ajv, schema: unknown): Validator {
  const validate: Validator = (value) => {
    // Known to ajv by the schema itself from the second time on.
    const compiled = ajv.compile(schema as object)
    const fits = compiled(value) === true
    validate.errors = compiled.errors
    return fits
  }
  return validate
}

/** One sentence per field: the first error that says something, nested unions being noisy. */
export function fieldErrors(errors: readonly ErrorObject[]): Record<string, FieldError> {
  const fields: Record<string, FieldError> = {}
  for (const error of errors) {
    const sentence = sentenceOf(error)
    if (sentence) fields[fieldOf(error)] ??= sentence
  }
  return fields
}

function fieldOf(error: ErrorObject): string {
  const path = error.instancePath.slice(1).replaceAll('/', '.')
  const own = error.params['missingProperty'] ?? error.params['additionalProperty']
  // A list of plain values is one control of a form: `tracks.6` is about the tracks.
  return [path, own].filter(Boolean).join('.').replace(/\.\d+$/, '')
}

function sentenceOf(error: ErrorObject): FieldError | undefined {
  const limit = Number(error.params['limit'])
  const sentences: Record<string, FieldError | undefined> = {
    required: { key: 'error.required' },
    minLength: limit > 1 ? { key: 'error.tooShort', values: { min: limit } } : { key: 'error.required' },
    maxLength: { key: 'error.tooLong', values: { max: limit } },
    minItems: { key: 'error.required' },
    maxItems: { key: 'error.tooMany', values: { max: limit } },
    minimum: { key: 'error.minimum', values: { min: limit } },
    exclusiveMinimum: { key: 'error.minimum', values: { min: limit } },
    maximum: { key: 'error.maximum', values: { max: limit } },
    enum: { key: 'error.choice' },
    const: { key: 'error.choice' },
    pattern: { key: 'error.format' },
    additionalProperties: { key: 'error.extra' },
    // "Neither this nor nothing": the other half of the choice says what is wrong.
    type: error.params['type'] === 'null' ? undefined : typeError(error.params['type']),
    format: formatError(error.params['format']),
  }
  return sentences[error.keyword]
}

function typeError(type: unknown): FieldError {
  const numeric = type === 'number' || type === 'integer' || (Array.isArray(type) && type.includes('number'))
  return { key: numeric ? 'error.number' : 'error.format' }
}

function formatError(format: unknown): FieldError {
  const sentences: Record<string, string> = { email: 'error.email', 'date-time': 'error.date', date: 'error.date' }
  return { key: sentences[String(format)] ?? 'error.format' }
}
