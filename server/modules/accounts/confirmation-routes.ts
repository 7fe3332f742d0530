import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { admit } from './admission.ts'
import { hashOfToken } from './link-token.ts'
import { passwordWeakness } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import { confirmRegistration, type ConfirmationRefusal, isUsable, type Registration } from './registration.ts'
import { homeOf } from './session-pages.ts'
import { SessionAnswer } from './session-schemas.ts'
import { type SignedIn, openSession } from './sign-in.ts'
import { confirmationPage, deadLinkPage } from './sign-up-pages.ts'
import { BY_TOKEN, ConfirmationBody, ConfirmationCall } from './sign-up-schemas.ts'
import { whyBarred } from './person.ts'
import { answerOf, clientOf, handOver, noSession } from './session-routes.ts'

type Refusal = ConfirmationRefusal | 'password-weak'
const REFUSALS: Record<Refusal, number> = { 'link-invalid': 410, 'password-weak': 422 }
interface Choice { name: string; password: string }

/** The link in the mail: the address is theirs, and now they choose a password. Reading the page changes nothing. */
export function confirmationRoutes(web: Web, services: Services): void {
  const show = (context: Context<{ token: string }>): Promise<Page> => page(services, context.params.token, context)
  web.page({ path: '/sign-up/confirm/:token', access: 'anyone', params: BY_TOKEN, summary: 'Confirm an address', load: show })
  web.action({
    path: '/sign-up/confirm/:token', access: 'anyone', limit: 'credentials', params: BY_TOKEN, only: 'form', summary: 'Confirm an address',
    tag: 'people', body: ConfirmationBody, response: SessionAnswer, refusals: REFUSALS, fromForm: choiceFromForm,
    run: (context) => confirm(services, context.params.token, context.body, context),
    answer: answerIf,
    then({ signedIn }, context) {
      if (!signedIn) return { to: '/sign-in', flash: 'accounts.requestSent' }
      handOver(signedIn, context)
      return { to: homeOf(signedIn.person.roles), flash: 'accounts.welcome' }
    },
    again: show,
  })
  web.action({
    path: '/people/confirmation', access: 'anyone', limit: 'credentials', only: 'api', summary: 'Confirm an address and choose a password',
    tag: 'people', body: ConfirmationCall, response: SessionAnswer, refusals: REFUSALS, successStatus: 201,
    run: ({ body: { token, ...choice }, now, request }) => confirm(services, token, choice, { now, request }),
    answer: answerIf,
    then: () => ({ to: '/' }), again: async () => undefined,
  })
}

interface Admitted { registration: Registration; signedIn: SignedIn | undefined }

type Asked = Pick<Context, 'now' | 'request'>

async function confirm(services: Services, token: string, choice: Choice, { now, request }: Asked): Promise<Outcome<Admitted, Refusal | 'conflict'>> {
  const found = await services.registrations.withLink(hashOfToken(token))
  if (!found || !isUsable(found, now)) return refused('link-invalid')
  const weakness = await passwordWeakness(choice.password, found.email)
  if (weakness) return refused('password-weak', { password: weakness })
  const chosen = { name: choice.name.trim(), passwordHash: await hashPassword(choice.password) }
  const outcome = await services.registrations.decide(found.id, (current) => confirmRegistration(current, chosen, now))
  if (!outcome) return refused('link-invalid')
  if (!outcome.ok) return outcome
  await admit(services, outcome.value)
  return done({ registration: outcome.value, signedIn: await comeIn(services, found.id, request) })
}

/** Whoever asked to join waits for the manager; everybody else is in. */
async function comeIn(services: Services, id: string, request: Context['request']): Promise<SignedIn | undefined> {
  const person = await services.people.find(id)
  if (!person || whyBarred(person, services.config.demo)) return undefined
  return openSession(services, person, clientOf(request))
}

function answerIf({ signedIn, registration }: Admitted, context: Pick<Context, 'reply' | 'now'>) {
  if (signedIn) return answerOf(signedIn, context)
  const { id, name, organisation } = registration
  return noSession(context, { id, name, organisation, roles: [] })
}

async function page(services: Services, token: string, context: Context): Promise<Page> {
  const found = await services.registrations.withLink(hashOfToken(token))
  if (!found || !isUsable(found, context.now)) return deadLinkPage(context, { href: '/sign-up', label: context.words('accounts.signUpAgain') })
  const organisation = found.profile?.name ?? (await services.organisations.find(found.organisation))?.name ?? ''
  return confirmationPage(found, organisation, token, context)
}

/** Blanks belong to a password. */
const choiceFromForm = (form: FormValues): object =>
  ({ name: text(form, 'name'), password: typeof form['password'] === 'string' ? form['password'] : '' })
