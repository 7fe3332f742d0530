import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { newRecoveryCodes } from './one-time-codes.ts'
import { confirmOwnPassword, OWN_PASSWORD, type OwnPasswordRefusal } from './own-password.ts'
import { enrol, type FactorRefusal, isEnrolled, needsSecondFactor, offerSecret, removeFactor, renewRecovery, resetFactor, useCode } from './second-factor.ts'
import { recoveryPage, secondFactorPage } from './second-factor-pages.ts'

type Refusal = FactorRefusal | OwnPasswordRefusal
const REFUSALS: Record<Refusal, number> = {
  ...OWN_PASSWORD, 'code-wrong': 403, 'nothing-offered': 409, 'not-enrolled': 409, 'factor-required': 403, 'not-administrator': 404, 'own-account': 403,
}
const CLOSED = { additionalProperties: false }
const code = Type.String({ maxLength: 40, default: '' })
/** `code` is asked for from those who have a second factor already. */
const Proof = Type.Object({ currentPassword: Type.String({ minLength: 1, maxLength: 200 }), code }, CLOSED)
type Proof = { currentPassword: string; code: string }
const Code = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }, CLOSED)
const Offer = Type.Object({ key: Type.String({ description: 'Base32, as apps take it by hand' }) })
const Codes = Type.Object({ recoveryCodes: Type.Array(Type.String()) })
const State = Type.Object({ enrolled: Type.Boolean(), required: Type.Boolean(), recoveryCodesLeft: Type.Integer() })
const PAGE = '/my/account/second-factor'
const API = '/people/me/second-factor'

/** A person's own second factor: set up, replaced, taken off; recovery codes; and what an administrator does for those who lost all. */
export function secondFactorRoutes(web: Web, services: Services): void {
  const show = (context: Context, form?: FormState): Promise<Page | undefined> => page(services, context, form)
  web.page({ path: PAGE, access: 'own-account', summary: 'One’s second factor', load: (context) => show(context) })
  web.read({
    path: API, access: 'own-account', summary: 'Whether one has a second factor', tag: 'people', response: State,
    async load({ actor }) {
      const [person, factor] = await Promise.all([services.people.find(actor.id), services.secondFactors.find(actor.id)])
      return person && { enrolled: isEnrolled(factor), required: isRequired(services, person.roles), recoveryCodesLeft: factor?.recovery.length ?? 0 }
    },
  })
  enrolmentRoutes(web, services, show)
  changeRoutes(web, services, show)
  resetRoute(web, services)
}

type Show = (context: Context, form?: FormState) => Promise<Page | undefined>
type ProofContext = Context<unknown, unknown, Proof>

const isRequired = ({ config }: Services, roles: Parameters<typeof needsSecondFactor>[0]): boolean => config.production && needsSecondFactor(roles)

function enrolmentRoutes(web: Web, services: Services, show: Show): void {
  web.action({
    path: `${PAGE}/offer`, api: `${API}/offer`, access: 'own-account', summary: 'Begin to set up a second factor', tag: 'people', body: Proof,
    response: Offer, refusals: REFUSALS, fromForm: proofFromForm,
    async run(context): Promise<Outcome<string, Refusal | 'conflict'> | undefined> {
      const proved = await prove(services, context)
      if (!proved?.ok) return proved
      const secret = services.codes.offer(context.actor.id)
      const outcome = await services.secondFactors.change(context.actor.id, (factor) => offerSecret(factor, secret, context.now))
      return outcome.ok ? done(secret) : outcome
    },
    answer: (secret, { actor, reply }) => {
      reply.header('cache-control', 'no-store')
      return { key: services.codes.shown(secret, actor.id, actor.id).key.replaceAll(' ', '') }
    },
    then: () => ({ to: PAGE }), again: show,
  })
  web.action({
    path: PAGE, api: API, access: 'own-account', summary: 'Prove the app with a code; other sessions end', tag: 'people', body: Code, response: Codes,
    refusals: REFUSALS,
    run: (context) => confirm(services, context),
    answer: codesOnce, then: (codes, { words }) => recoveryPage(codes, words), again: show,
  })
}

/** Whoever was signed in without it is out; this session goes on as one with two factors. */
async function confirm(services: Services, { actor, body, now, request }: Context<unknown, unknown, { code: string }>): Promise<Outcome<string[], Refusal | 'conflict'>> {
  const { codes, hashes } = newRecoveryCodes(actor.id)
  const outcome = await services.secondFactors.change(actor.id, (factor) => {
    if (!factor.offered) return refused<FactorRefusal>('nothing-offered')
    return enrol(factor, services.codes.typed(factor.offered.secret, actor.id, body.code, now).step, hashes, now)
  })
  if (!outcome.ok) return outcome
  await services.sessions.strengthen(actor.id, request.session ?? '')
  return done(codes)
}

function changeRoutes(web: Web, services: Services, show: Show): void {
  web.action({
    path: `${PAGE}/recovery-codes`, api: `${API}/recovery-codes`, access: 'own-account', summary: 'New recovery codes; the old ones end', tag: 'people',
    body: Proof, response: Codes, refusals: REFUSALS, fromForm: proofFromForm,
    async run(context): Promise<Outcome<string[], Refusal | 'conflict'> | undefined> {
      const proved = await prove(services, context)
      if (!proved?.ok) return proved
      const { codes, hashes } = newRecoveryCodes(context.actor.id)
      const outcome = await services.secondFactors.change(context.actor.id, (factor) => renewRecovery(factor, hashes, context.now))
      return outcome.ok ? done(codes) : outcome
    },
    answer: codesOnce, then: (codes, { words }) => recoveryPage(codes, words), again: show,
  })
  web.action({
    path: `${PAGE}/removal`, api: `${API}/removal`, access: 'own-account', summary: 'Take one’s second factor off', tag: 'people', body: Proof,
    response: NOTHING, refusals: REFUSALS, fromForm: proofFromForm,
    async run(context) {
      const proved = await prove(services, context)
      if (!proved?.ok) return proved
      const required = isRequired(services, (await services.people.find(context.actor.id))?.roles ?? [])
      return services.secondFactors.change(context.actor.id, (factor) => removeFactor(factor, required, context.now))
    },
    answer: () => ({}), then: () => ({ to: PAGE, flash: 'accounts.factorRemoved' }), again: show,
  })
}

/** Password, and the code of the factor that is there: a stolen session changes neither. */
async function prove(services: Services, context: ProofContext): Promise<Outcome<unknown, Refusal | 'conflict'> | undefined> {
  const confirmed = await confirmOwnPassword(services, context.body.currentPassword, context)
  if (!confirmed?.ok) return confirmed
  const factor = await services.secondFactors.find(context.actor.id)
  if (!isEnrolled(factor)) return done(undefined)
  const typed = services.codes.typed(factor.secret, factor.id, context.body.code, context.now)
  return services.secondFactors.change(factor.id, (current) => useCode(current, typed, context.now))
}

function resetRoute(web: Web, services: Services): void {
  web.action({
    path: '/people/:id/second-factor-reset', access: ['administrator'], params: BY_ID, summary: 'Take off the second factor of somebody who lost theirs',
    tag: 'people', body: NOTHING, response: NOTHING, refusals: REFUSALS,
    async run({ params, actor, now }) {
      const outcome = await services.secondFactors.decide(params.id, (factor) => resetFactor(factor, actor, now))
      if (outcome?.ok) await services.sessions.endAllOf(params.id)
      return outcome && (outcome.ok ? done(params.id) : outcome)
    },
    answer: () => ({}), then: (id) => ({ to: `/people/${id}`, flash: 'accounts.factorReset' }), again: async () => undefined,
  })
}

async function page(services: Services, { actor, words, now }: Context, form?: FormState): Promise<Page | undefined> {
  const [person, factor] = await Promise.all([services.people.find(actor.id), services.secondFactors.find(actor.id)])
  return person && secondFactorPage({ person, factor, codes: services.codes, required: isRequired(services, person.roles), now }, words, form)
}

function codesOnce(recoveryCodes: string[], { reply }: Pick<Context, 'reply'>) {
  reply.header('cache-control', 'no-store')
  return { recoveryCodes }
}

/** Blanks belong to a password. */
const proofFromForm = (form: FormValues): object =>
  ({ currentPassword: typeof form['currentPassword'] === 'string' ? form['currentPassword'] : '', code: text(form, 'code') })
