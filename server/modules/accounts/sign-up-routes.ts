import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import type { Registration } from './registration.ts'
import { normalCreditCode } from './credit-code.ts'
import { foundOrganisation, joinOrganisation, type SignUpRefusal } from './sign-up.ts'
import { foundingPage, joiningPage, letterSentPage, signUpPage } from './sign-up-pages.ts'
import { FoundingBody, JoiningBody, LetterSent } from './sign-up-schemas.ts'

const REFUSALS: Record<SignUpRefusal, number> = { 'credit-code-wrong': 422, 'credit-code-taken': 409, 'credit-code-unknown': 404 }

/** First step of an account: who, and which organisation. The address proves itself by a link (confirmation-routes.ts). */
export function signUpRoutes(web: Web, services: Services): void {
  web.page({ path: '/sign-up', access: 'anyone', summary: 'Choose how to sign up', load: async (context) => signUpPage(context) })
  web.page({ path: '/sign-up/sent', access: 'anyone', summary: 'Look into your mail', load: async (context) => letterSentPage(context) })
  foundingRoutes(web, services)
  joiningRoutes(web, services)
}

const common = {
  access: 'anyone', limit: 'mail', response: LetterSent, refusals: REFUSALS, answer: () => ({ sent: 'if-it-is-yours' as const }),
  then: (_: Registration) => ({ to: '/sign-up/sent' }),
} as const

function foundingRoutes(web: Web, services: Services): void {
  const show = async (context: Context): Promise<Page> => foundingPage(await services.regionNames(), context)
  const route = {
    ...common, tag: 'organisations', body: FoundingBody, summary: 'Register an organisation and its first person', again: show,
    run: ({ body, locale }: Context<unknown, unknown, FoundingBody>) => foundOrganisation(services, body, locale),
  } as const
  web.page({ path: '/sign-up/organisation', access: 'anyone', summary: 'Register an organisation', load: show })
  web.action({ ...route, path: '/sign-up/organisation', only: 'form', fromForm: foundingFromForm })
  web.action({ ...route, path: '/organisations', only: 'api' })
}

function joiningRoutes(web: Web, services: Services): void {
  const show = async (context: Context): Promise<Page> => joiningPage(context)
  const route = {
    ...common, tag: 'people', body: JoiningBody, summary: 'Ask to join an organisation', again: show,
    run: ({ body, locale }: Context<unknown, unknown, JoiningBody>) => joinOrganisation(services, body, locale),
  } as const
  web.page({ path: '/sign-up/join', access: 'anyone', summary: 'Ask to join an organisation', load: show })
  web.action({ ...route, path: '/sign-up/join', only: 'form', fromForm: joiningFromForm })
  web.action({ ...route, path: '/people', only: 'api' })
}

const joiningFromForm = (form: FormValues): object =>
  ({ email: text(form, 'email'), name: text(form, 'name'), creditCode: normalCreditCode(text(form, 'creditCode')) })

function foundingFromForm(form: FormValues): object {
  return { email: text(form, 'email'), name: text(form, 'name'), organisation: { ...profileFromForm(groupOf(form)), ...codeFromForm(groupOf(form)) } }
}

const codeFromForm = (form: FormValues): object => ({ kind: text(form, 'kind'), creditCode: normalCreditCode(text(form, 'creditCode')) })

export const profileFromForm = (form: FormValues): object =>
  ({ name: text(form, 'name'), district: text(form, 'district'), park: text(form, 'park') || null, about: text(form, 'about') })

function groupOf({ organisation }: FormValues): FormValues {
  return typeof organisation === 'object' && organisation !== null ? (organisation as FormValues) : {}
}
