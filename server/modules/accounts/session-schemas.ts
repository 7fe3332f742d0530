import Type from 'typebox'

const CLOSED = { additionalProperties: false }
/** Longer than any password manager makes them, short enough to hash. */
export const MAX_PASSWORD = 200

/** No `format` here: what is no address gets the same answer as an unknown one. */
const credentials = {
  email: Type.String({ minLength: 1, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: MAX_PASSWORD }),
}

/** Six digits of an app, or a recovery code. */
const code = Type.String({ maxLength: 40, default: '' })

export const Credentials = Type.Object({ ...credentials, code }, {
  ...CLOSED, examples: [{ email: 'zhang.san@university.example', password: 'seven herons at dusk' }, { email: 'li.si@office.example', password: 'seven herons at dusk', code: '123456' }],
})

/** The page also carries where to go on, and what was typed before the session ended. */
const wayOn = { next: Type.String({ maxLength: 2000, default: '' }), kept: Type.String({ maxLength: 1_000_000, default: '' }) }
export const SignInForm = Type.Object({ ...credentials, ...wayOn }, CLOSED)
/** `challenge`: who proved their password a moment ago, sealed. */
export const CodeForm = Type.Object({
  ...wayOn, code: Type.String({ minLength: 1, maxLength: 40 }), challenge: Type.String({ minLength: 1, maxLength: 1000 }),
}, CLOSED)
export const RefreshBody = Type.Object({ refreshToken: Type.String({ minLength: 1, maxLength: 300 }) }, CLOSED)

export const SignInQuery = Type.Object({ next: Type.Optional(Type.String({ maxLength: 2000 })) }, CLOSED)

const when = Type.Unsafe<Date | string>({ type: 'string', format: 'date-time' })

const tokens = {
  token: Type.String({ description: 'Send it as `Authorization: Bearer …`' }),
  tokenEndsAt: when,
  refreshToken: Type.String({ description: 'Good for one call of /sessions/refresh; a used one that comes again ends the session' }),
  refreshEndsAt: when,
}

export const RefreshAnswer = Type.Object(tokens)

export const SessionAnswer = Type.Object({
  ...tokens,
  endsAt: when,
  person: Type.Object({
    id: Type.String(), name: Type.String(), organisation: Type.String(), roles: Type.Array(Type.String()),
  }),
})

/** Who the caller is. */
export const CurrentSession = Type.Object({
  id: Type.String(), organisation: Type.String(), kind: Type.String(), roles: Type.Array(Type.String()), verified: Type.Boolean(),
})
