import Type, { type Static } from 'typebox'
import { CREDIT_CODE } from './credit-code.ts'
import { FOUNDED_KINDS } from './roles.ts'
import { MAX_PASSWORD } from './session-schemas.ts'

const CLOSED = { additionalProperties: false }
export const email = Type.String({ format: 'email', minLength: 1, maxLength: 254 })
export const personName = Type.String({ minLength: 1, maxLength: 80, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })
/** How long it has to be is a rule of its own, with a sentence of its own. */
export const newPassword = Type.String({ minLength: 1, maxLength: MAX_PASSWORD })
export const token = Type.String({ minLength: 1, maxLength: 200 })
export const BY_TOKEN = Type.Object({ token }, CLOSED)
export const orNull = <T>(schema: object) => Type.Unsafe<T | null>({ anyOf: [schema, { type: 'null' }], default: null })

export const organisationProfile = {
  name: Type.String({ minLength: 1, maxLength: 120, pattern: '^[^\\u0000-\\u001f\\u007f]*$' }),
  district: Type.String({ maxLength: 60, default: '' }),
  park: orNull<string>({ type: 'string', maxLength: 80 }),
  about: Type.String({ maxLength: 2000, default: '' }),
}

/** Its shape; the check character is a rule's business. */
const creditCode = Type.String({ minLength: 1, maxLength: 40, pattern: CREDIT_CODE.source })

export const FoundingBody = Type.Object({
  email, name: personName,
  organisation: Type.Object({
    ...organisationProfile,
    kind: Type.Unsafe<(typeof FOUNDED_KINDS)[number]>({ type: 'string', enum: [...FOUNDED_KINDS] }),
    creditCode,
  }, CLOSED),
}, CLOSED)
export type FoundingBody = Static<typeof FoundingBody>

export const JoiningBody = Type.Object({ email, name: personName, creditCode }, CLOSED)
export type JoiningBody = Static<typeof JoiningBody>

export const ConfirmationBody = Type.Object({ name: personName, password: newPassword }, CLOSED)
export const ConfirmationCall = Type.Object({ ...ConfirmationBody.properties, token }, CLOSED)

/** The same for every address, known or not. */
export const LetterSent = Type.Object({ sent: Type.Literal('if-it-is-yours') })
