import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import type { Words } from '../../kernel/words.ts'
import type { Services } from '../../services.ts'
import { changePreferences } from '../accounts/own-account.ts'
import type { Person } from '../accounts/person.ts'
import { type Rhythm, RHYTHMS, rhythmOf, topicsOf, withOneRhythm } from '../accounts/preferences.ts'
import { BY_TOKEN, readerOf } from './preferences-routes.ts'

const Choice = Type.Object({
  digest: Type.Unsafe<Rhythm>({ type: 'string', enum: [...RHYTHMS], default: 'off' }),
  'List-Unsubscribe': Type.Optional(Type.Literal('One-Click')),
  // Every form of ours carries it; here nobody looks at it.
  _csrf: Type.Optional(Type.String({ maxLength: 200 })),
}, { additionalProperties: false })

/** Stopping digests, or changing how often they come, by the link in each of them. */
export function unsubscribeRoutes(web: Web, http: FastifyInstance, services: Services, words: (locale: FastifyRequest['locale']) => Words): void {
  web.page({
    path: '/unsubscribe/:token', access: 'anyone', params: BY_TOKEN, summary: 'Stop or change digests, without signing in',
    async load({ params, words: sentence }) {
      const person = await readerOf(services, params.token)
      return person && choicePage(person, params.token, sentence, false)
    },
  })
  /*
   * No CSRF token here, on purpose. Mail programs post to this address by themselves (RFC 8058): they have no page of
   * ours and no cookies. What allows the change is the signed link, which another site does not know; a session is
   * neither needed nor looked at.
   */
  http.post('/unsubscribe/:token', {
    schema: { params: BY_TOKEN, body: Choice, summary: 'Stop digests (RFC 8058 one-click) or change their rhythm', hide: true } as object,
    config: { access: 'anyone', kind: 'link' },
    // Only mail programs send anything but our form's fields.
    preValidation: async (request) => { if (request.isMultipart() || !request.body) request.body = {} },
  }, async (request, reply) => choose(services, request, reply, words(request.locale)))
}

async function choose(services: Services, request: FastifyRequest, reply: FastifyReply, words: Words): Promise<FastifyReply> {
  const { token } = request.params as { token: string }
  const { digest } = request.body as { digest: Rhythm }
  const person = await readerOf(services, token)
  if (!person) { reply.callNotFound(); return reply }
  const changed = await services.people.decide(person.id, (current) => changePreferences(current, withOneRhythm(current.preferences, digest), services.clock.now()))
  return reply.showPage(choicePage(changed?.ok ? changed.value : person, token, words, changed?.ok ?? false))
}

/** Neither name nor address: the link may have been forwarded. */
function choicePage({ preferences, roles }: Person, token: string, words: Words, changed: boolean): Page {
  const rhythms = new Set(topicsOf(roles).map((topic) => rhythmOf(preferences, topic)))
  const digest = rhythms.size > 1 ? 'mixed' : ([...rhythms][0] ?? preferences.digest)
  return {
    template: 'digests/unsubscribe', title: words('digests.unsubscribeTitle'),
    model: {
      action: `/unsubscribe/${token}`, preferences: `/preferences/${token}`, digest, changed, off: digest === 'off', now: words(`digests.now.${digest}`),
      rhythms: RHYTHMS.map((value) => ({ value, label: words(`digests.rhythm.${value}`) })),
    },
  }
}
