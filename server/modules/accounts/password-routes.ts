import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { hashOfToken } from './link-token.ts'
import { mayReset, resetPassword, type ResetRefusal } from './own-account.ts'
import { MIN_PASSWORD, passwordWeakness } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import type { Person } from './person.ts'
import { deadLinkPage } from './sign-up-pages.ts'
import { BY_TOKEN, email, LetterSent, newPassword, token } from './sign-up-schemas.ts'

const CLOSED = { additionalProperties: false }
const ForgotBody = Type.Object({ email }, CLOSED)
const ResetBody = Type.Object({ password: newPassword }, CLOSED)
const ResetCall = Type.Object({ password: newPassword, token }, CLOSED)
const Nothing = Type.Object({})

type Refusal = ResetRefusal | 'password-weak'
const REFUSALS: Record<Refusal, number> = { 'link-invalid': 410, 'password-weak': 422 }

/** A forgotten password: ask for a link, then set a new one with it. */
export function passwordRoutes(web: Web, services: Services): void {
  forgotRoutes(web, services)
  resetRoutes(web, services)
}

/** The address is only written down here; whether somebody has it is looked up when the mail is written. */
function forgotRoutes(web: Web, services: Services): void {
  const show = async (context: Context): Promise<Page> => forgotPage(false, context)
  const common = {
    access: 'anyone', limit: 'mail', tag: 'people', summary: 'Ask for a link that sets a new password', body: ForgotBody,
    response: LetterSent, refusals: {},
    async run({ body, now }: Context<unknown, unknown, { email: string }>): Promise<Outcome<object, never>> {
      await services.resetRequests.add(body.email, now)
      return done({})
    },
    answer: () => ({ sent: 'if-it-is-yours' as const }), then: () => ({ to: '/password/forgot/sent' }), again: show,
  } as const
  web.page({ path: '/password/forgot', access: 'anyone', summary: 'Forgotten password', load: show })
  web.page({ path: '/password/forgot/sent', access: 'anyone', summary: 'Look into your mail', load: async (context) => forgotPage(true, context) })
  web.action({ ...common, path: '/password/forgot', only: 'form', fromForm: (form) => ({ email: text(form, 'email') }) })
  web.action({ ...common, path: '/people/password-resets', only: 'api' })
}

function resetRoutes(web: Web, services: Services): void {
  const show = (context: Context<{ token: string }>): Promise<Page> => page(services, context.params.token, context)
  const common = {
    access: 'anyone', limit: 'credentials', tag: 'people', summary: 'Set a new password with the link from a mail', response: Nothing,
    refusals: REFUSALS, answer: () => ({}),
  } as const
  web.page({ path: '/password/reset/:token', access: 'anyone', params: BY_TOKEN, summary: 'Set a new password', load: show })
  web.action({
    ...common, path: '/password/reset/:token', only: 'form', params: BY_TOKEN, body: ResetBody, fromForm: passwordFromForm,
    run: ({ params, body, now }) => reset(services, params.token, body.password, now),
    then(_, { reply }) {
      reply.forgetSession()
      return { to: '/sign-in', flash: 'accounts.passwordSet' }
    },
    again: show,
  })
  web.action({
    ...common, path: '/people/password', only: 'api', body: ResetCall,
    run: ({ body, now }) => reset(services, body.token, body.password, now),
    then: () => ({ to: '/' }), again: async () => undefined,
  })
}

async function reset(services: Services, given: string, password: string, now: Date): Promise<Outcome<Person, Refusal | 'conflict'>> {
  const hash = hashOfToken(given)
  const person = await services.people.withResetHash(hash)
  if (!person || !mayReset(person, hash, now)) return refused('link-invalid')
  const weakness = await passwordWeakness(password, person.email)
  if (weakness) return refused('password-weak', { password: weakness })
  const passwordHash = await hashPassword(password)
  const outcome = await services.people.decide(person.id, (current) => resetPassword(current, hash, passwordHash, now))
  if (outcome?.ok) await services.sessions.endAllOf(person.id)
  return outcome ?? refused('link-invalid')
}

async function page(services: Services, given: string, context: Context): Promise<Page> {
  const hash = hashOfToken(given)
  const person = await services.people.withResetHash(hash)
  const { words, now } = context
  if (!person || !mayReset(person, hash, now)) return deadLinkPage(context, { href: '/password/forgot', label: words('accounts.forgotAgain') })
  return { template: 'accounts/reset', title: words('accounts.reset'), model: { token: given, min: MIN_PASSWORD } }
}

const forgotPage = (sent: boolean, { words }: Pick<Context, 'words'>): Page =>
  ({ template: 'accounts/forgot', title: sent ? words('accounts.letterSent') : words('accounts.forgotTitle'), model: { sent } })

const passwordFromForm = (form: FormValues): object => ({ password: typeof form['password'] === 'string' ? form['password'] : '' })
