import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { kindChoices, parkChoices } from '../accounts/choices.ts'
import { isCreditCode, normalCreditCode } from '../accounts/credit-code.ts'
import { hashOfToken, newLinkToken } from '../accounts/link-token.ts'
import { linkMade, type Registration, signUpToJoin, signUpWithOrganisation } from '../accounts/registration.ts'
import { deadLinkPage } from '../accounts/sign-up-pages.ts'
import { BY_TOKEN, FoundingBody, personName, token } from '../accounts/sign-up-schemas.ts'
import { viewNeed } from '../competition/need-view.ts'
import { needPage } from '../needs/need-pages.ts'
import { namesFor } from '../needs/need-reader.ts'
import { NeedAnswer } from '../needs/need-answer-schemas.ts'
import { type ExpertInvitation, isUsableLink } from './expert-invitation.ts'

type Refusal = 'link-invalid' | 'credit-code-wrong' | 'organisation-needed'
const REFUSALS: Record<Refusal, number> = { 'link-invalid': 410, 'credit-code-wrong': 422, 'organisation-needed': 422 }

const CLOSED = { additionalProperties: false }
const { creditCode, name: organisationName, kind } = FoundingBody.properties.organisation.properties
const words = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
// Without defaults: inside a choice between this and nothing they would be ignored.
const NewOrganisation = Type.Object({ name: organisationName, kind, district: words(60), park: words(80), about: words(2000) }, CLOSED)
/** The organisation by its code; what it is called and does where it is not here yet. */
const Acceptance = Type.Object({
  name: personName, creditCode,
  organisation: Type.Unsafe<Static<typeof NewOrganisation> | null>({ anyOf: [{ type: 'null' }, NewOrganisation], default: null }),
}, CLOSED)
type Acceptance = Static<typeof Acceptance>
const AcceptanceCall = Type.Object({ ...Acceptance.properties, token }, CLOSED)
const Confirmation = Type.Object({ confirmation: Type.String() })
const Invited = Type.Object({ name: Type.String(), why: Type.String(), need: NeedAnswer })

type ByToken = Context<{ token: string }>

/** The link in the mail to an expert: the need as any stranger sees it, and the way to an account of their own. */
export function expertLinkRoutes(web: Web, services: Services): void {
  const show = (context: ByToken, form?: FormState): Promise<Page> => landing(services, context, form)
  web.page({ path: '/invitations/:token', access: 'anyone', params: BY_TOKEN, summary: 'An invitation to look at a need', load: (context) => show(context) })
  web.read({
    path: '/invitations/:token', access: 'anyone', params: BY_TOKEN, summary: 'An invitation to look at a need', tag: 'invitations', response: Invited,
    async load({ params, now }) {
      const found = await usable(services, params.token, now)
      const need = found && (await services.needs.find(found.need))
      const view = need && viewNeed(need, null)
      return view && { name: found.name, why: found.why, need: view }
    },
  })
  const common = { access: 'anyone', limit: 'credentials', tag: 'invitations', response: Confirmation, refusals: REFUSALS } as const
  web.action({
    ...common, path: '/invitations/:token', params: BY_TOKEN, only: 'form', summary: 'Accept an invitation', body: Acceptance, fromForm: acceptanceFromForm,
    run: ({ params, body, now, locale }) => accept(services, params.token, body, { now, locale }),
    answer: ({ confirmation }) => ({ confirmation }), then: ({ confirmation }) => ({ to: `/sign-up/confirm/${confirmation}` }), again: show,
  })
  web.action({
    ...common, path: '/invitations/acceptance', only: 'api', summary: 'Accept an invitation', body: AcceptanceCall, successStatus: 201,
    run: ({ body: { token: given, ...body }, now, locale }) => accept(services, given, body, { now, locale }),
    answer: ({ confirmation }) => ({ confirmation }), then: () => ({ to: '/' }), again: async () => undefined,
  })
}

async function usable({ experts }: Services, given: string, now: Date): Promise<ExpertInvitation | undefined> {
  const found = await experts.withLink(hashOfToken(given))
  return found && isUsableLink(found, now) ? found : undefined
}

/**
 * The link proves that the address is theirs, so what follows is a registration whose address is confirmed already: they
 * choose a password, and the organisation lets them in or is verified by the usual rules. The address cannot be changed.
 */
async function accept(
  services: Services, given: string, body: Acceptance, { now, locale }: Pick<Context, 'now' | 'locale'>,
): Promise<Outcome<{ confirmation: string }, Refusal>> {
  const invitation = await usable(services, given, now)
  if (!invitation) return refused('link-invalid')
  const code = normalCreditCode(body.creditCode)
  if (!isCreditCode(code)) return refused('credit-code-wrong', { creditCode: 'error.creditCode' })
  const home = await services.organisations.withCreditCode(code)
  const newcomer = { id: newId(), email: invitation.email, name: body.name, locale }
  if (home) return begin(services, signUpToJoin(newcomer, home.id, now), invitation, now)
  if (!body.organisation) return refused('organisation-needed', { 'organisation.name': 'error.required' })
  const { name, kind: wanted, district = '', park = null, about = '' } = body.organisation
  const profile = { name: name.trim(), kind: wanted, district, park, about, creditCode: code }
  return begin(services, signUpWithOrganisation(newcomer, newId(), profile, now), invitation, now)
}

async function begin({ registrations }: Services, begun: Registration, { id }: ExpertInvitation, now: Date): Promise<Outcome<{ confirmation: string }, never>> {
  const { token: confirmation, hash } = newLinkToken()
  const mailed = linkMade({ ...begun, referral: id }, hash, now)
  if (mailed.ok) await registrations.insert(mailed.value)
  return done({ confirmation })
}

async function landing(services: Services, context: ByToken, form?: FormState): Promise<Page> {
  const { words, locale, now, params } = context
  const invitation = await usable(services, params.token, now)
  const need = invitation && (await services.needs.find(invitation.need))
  const view = need && viewNeed(need, null)
  if (!view) return deadLinkPage(context, { href: '/needs', label: words('invitations.toNeeds') })
  const [names, referrers, organisations, region] = await Promise.all([
    namesFor(services, [view]), services.people.names([invitation.referrer]), services.organisations.names([invitation.organisation]), services.regionNames(),
  ])
  const page = needPage(view, names, { locale, words, viewer: null })
  return {
    ...page, template: 'invitations/landing', title: words('invitations.landingTitle', { name: invitation.name }), ...(form ? { form } : {}),
    model: {
      ...page.model, token: params.token, invitation, referrer: referrers.get(invitation.referrer) ?? '',
      by: organisations.get(invitation.organisation) ?? '', kinds: kindChoices(context), parks: parkChoices(region, context),
    },
  }
}

function acceptanceFromForm(form: FormValues): object {
  const typed = form['organisation']
  const group = typeof typed === 'object' && typed !== null ? (typed as FormValues) : {}
  const park = text(group, 'park')
  const described = { name: text(group, 'name'), kind: text(group, 'kind'), district: text(group, 'district'), ...(park ? { park } : {}) }
  const organisation = described.name === '' ? null : described
  return { name: text(form, 'name'), creditCode: normalCreditCode(text(form, 'creditCode')), organisation }
}
