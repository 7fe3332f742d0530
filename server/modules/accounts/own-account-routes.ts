import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { OwnProfileBody, PasswordChange, PersonAnswer } from './account-schemas.ts'
import { viewPerson } from './account-views.ts'
import { digestChoices, localeChoices } from './choices.ts'
import { changeProfile, setPassword } from './own-account.ts'
import { confirmOwnPassword, OWN_PASSWORD, type OwnPasswordRefusal } from './own-password.ts'
import { ownSessions, ownSessionsRoutes } from './own-sessions-routes.ts'
import { MIN_PASSWORD, passwordWeakness } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import type { Person } from './person.ts'
import { isEnrolled } from './second-factor.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { answerOf, clientOf, handOver } from './session-routes.ts'
import { SessionAnswer } from './session-schemas.ts'
import { openSession, type SignedIn } from './sign-in.ts'

type PasswordRefusal = OwnPasswordRefusal | 'password-weak'
const PASSWORD: Record<PasswordRefusal, number> = { ...OWN_PASSWORD, 'password-weak': 422 }

/** A person's own account: name, language, mail, password, sessions. */
export function ownAccountRoutes(web: Web, services: Services): void {
  const show = (context: Context): Promise<Page | undefined> => page(services, context)
  web.page({ path: '/my/account', access: 'own-account', summary: 'One’s own account', load: show })
  web.read({
    path: '/people/me', access: 'own-account', summary: 'The caller', tag: 'people', response: PersonAnswer,
    load: async ({ actor }) => { const me = await services.people.find(actor.id); return me && viewPerson(me, actor) },
  })
  web.action({
    path: '/people/me/profile', access: 'own-account', summary: 'Change one’s name, language and mail', tag: 'people', body: OwnProfileBody,
    response: PersonAnswer, refusals: { conflict: 409 }, fromForm: profileFromForm,
    run: ({ body: { name, ...preferences }, actor, now }) => services.people.decide(actor.id, (me) => changeProfile(me, { name, preferences }, now)),
    answer: (me, { actor }) => viewOf(me, actor),
    then: ({ preferences }) => ({ to: `/my/account?lang=${preferences.locale}`, flash: 'accounts.saved' }),
    again: show,
  })
  passwordRoute(web, services, show)
  ownSessionsRoutes(web, services, show)
  secondFactorRoutes(web, services)
}

type Show = (context: Context) => Promise<Page | undefined>

function passwordRoute(web: Web, services: Services, show: Show): void {
  web.action({
    path: '/people/me/password', access: 'own-account', summary: 'Change one’s password; all other sessions end', tag: 'people',
    body: PasswordChange, response: SessionAnswer, refusals: PASSWORD, fromForm: passwordsFromForm,
    run: (context) => changePassword(services, context),
    answer: answerOf,
    then(signedIn, context) {
      handOver(signedIn, context)
      return { to: '/my/account', flash: 'accounts.passwordChanged' }
    },
    again: show,
  })
}

type PasswordContext = Context<unknown, unknown, { currentPassword: string; newPassword: string }>

/** A new password ends every other session; this browser gets a new one. */
async function changePassword(services: Services, context: PasswordContext): Promise<Outcome<SignedIn, PasswordRefusal | 'conflict'> | undefined> {
  const confirmed = await confirmOwnPassword(services, context.body.currentPassword, context)
  if (!confirmed?.ok) return confirmed
  const me = confirmed.value
  const weakness = await passwordWeakness(context.body.newPassword, me.email)
  if (weakness) return refused('password-weak', { newPassword: weakness })
  const passwordHash = await hashPassword(context.body.newPassword)
  const outcome = await services.people.decide(me.id, (current) => setPassword(current, passwordHash, context.now))
  if (!outcome?.ok) return outcome
  const before = context.request.session ? await services.sessions.find(context.request.session) : undefined
  await services.sessions.endAllOf(me.id)
  return done(await openSession(services, outcome.value, clientOf(context.request), before?.twoFactor))
}

async function page(services: Services, context: Context): Promise<Page | undefined> {
  const me = await services.people.find(context.actor.id)
  return me && {
    template: 'accounts/my-account', title: context.words('layout.settings'),
    model: {
      person: viewOf(me, context.actor), locales: localeChoices(context), digests: digestChoices(context), min: MIN_PASSWORD,
      sessions: await ownSessions(services, context), enrolled: isEnrolled(await services.secondFactors.find(me.id)),
    },
  }
}

function viewOf(me: Person, actor: Context['actor']) {
  const view = viewPerson(me, actor)
  if (!view) throw new Error('everybody can see themselves')
  return view
}

const profileFromForm = (form: FormValues): object => ({ name: text(form, 'name'), locale: text(form, 'locale'), digest: text(form, 'digest') })

const passwordsFromForm = (form: FormValues): object => ({ currentPassword: untrimmed(form, 'currentPassword'), newPassword: untrimmed(form, 'newPassword') })

/** Blanks belong to a password. */
const untrimmed = (form: FormValues, name: string): string => (typeof form[name] === 'string' ? form[name] : '')
