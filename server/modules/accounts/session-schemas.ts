import Type from 'typebox'

const CLOSED = { additionalProperties: false }
/** Longer than any password manager makes them, short enough to hash. */
export const MAX_PASSWORD = 200

/** No `format` here: what is no address gets the same answer as an unknown one. */
const credentials = {
  email: Type.String({ minLength: 1, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: MAX_PASSWORD }),
}

export const Credentials = Type.Object(credentials, CLOSED)

/** The page also carries where to go on, and what was typed before the session ended. */
export const SignInForm = Type.Object({
  ...credentials,
  next: Type.String({ maxLength: 2000, default: '' }),
  kept: Type.String({ maxLength: 1_000_000, default: '' }),
}, CLOSED)

export const SignInQuery = Type.Object({ next: Type.Optional(Type.String({ maxLength: 2000 })) }, CLOSED)

const when = Type.Unsafe<Date | string>({ type: 'string', format: 'date-time' })

export const SessionAnswer = Type.Object({
  token: Type.String({ description: 'Send it as `Authorization: Bearer …`' }),
  endsAt: when,
  person: Type.Object({
    id: Type.String(), name: Type.String(), organisation: Type.String(), roles: Type.Array(Type.String()),
  }),
})

/** Who the caller is. */
export const CurrentSession = Type.Object({
  id: Type.String(), organisation: Type.String(), kind: Type.String(), roles: Type.Array(Type.String()), verified: Type.Boolean(),
})
