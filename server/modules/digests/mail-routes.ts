import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { done } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { type KeptMail } from '../../mail/mail-transport.ts'
import { OUTBOX_STATES } from '../../mail/outbox-store.ts'
import { keptMailPage, mailPage, mayRead } from './mail-pages.ts'

const OFFICE = ['officer', 'administrator'] as const
const SHOWN = 50
/** Served as a document of its own: no script, nothing fetched, no access to the site it comes from. */
const LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups"

const Person = Type.Object({ person: Type.String({ minLength: 1, maxLength: 80 }) }, { additionalProperties: false })
const Counts = Type.Object(Object.fromEntries(OUTBOX_STATES.map((state) => [state, Type.Integer()])))
const Item = Type.Object({
  id: Type.String(), to: Type.String(), template: Type.String(), state: Type.String(), attempts: Type.Integer(), error: Type.String(),
  queuedAt: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }),
})

const Refused = Type.Object({
  person: Type.Unsafe<string | null>({ type: ['string', 'null'] }), why: Type.String(), at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }),
})

/** What the system sends and could not send. */
export function mailRoutes(web: Web, services: Services): void {
  web.page({ path: '/staff/mail', access: OFFICE, summary: 'Mail that was sent, waits or failed', load: (context) => overview(services, context) })
  web.read({
    path: '/mail', access: OFFICE, summary: 'State of the outbox', tag: 'mail',
    response: Type.Object({ counts: Counts, doubtful: Type.Integer(), refused: Type.Array(Refused), items: Type.Array(Item), next: Type.Null() }),
    async load() {
      const { outboxStore } = services
      const [counts, doubtful, refused, found] = await Promise.all([outboxStore.counts(), outboxStore.doubtful(), outboxStore.refusedAddresses(SHOWN), outboxStore.list({}, SHOWN)])
      const items = found.map(({ id, to, template, state, attempts, error, queuedAt }) => ({ id, to, template, state, attempts, error, queuedAt }))
      return { counts, doubtful, refused, items, next: null }
    },
  })
  web.page({
    path: '/staff/mail/:id', access: OFFICE, params: BY_ID, summary: 'A message kept instead of sent',
    async load(context) {
      const mail = await kept(services, context.params.id)
      return mail && keptMailPage(mail, services.config.demo, context)
    },
  })
  web.page({
    path: '/staff/mail/:id/html', access: OFFICE, params: BY_ID, summary: 'A kept message as a mail program shows it',
    async load({ params, reply }) {
      const mail = await kept(services, params.id)
      if (!mail || !mayRead(mail, services.config.demo)) return undefined
      await reply.header('content-security-policy', LETTER_POLICY).type('text/html; charset=utf-8').send(mail.html)
      return undefined
    },
  })
  web.action({
    path: '/staff/mail/trust', access: OFFICE, summary: 'Deliver again to a person whose address was refused', tag: 'mail', body: Person,
    response: Type.Object({ person: Type.String() }), refusals: {},
    async run({ body }) {
      const person = await services.people.find(body.person)
      if (!person) return undefined
      await services.outboxStore.trustAddress(person.email)
      return done(person.id)
    },
    answer: (person) => ({ person }),
    then: () => ({ to: '/staff/mail', flash: 'digests.trusted' }),
    again: (context) => overview(services, context),
  })
}

const kept = async ({ keptMails }: Services, id: string): Promise<KeptMail | undefined> => keptMails?.find(id)

async function overview({ outboxStore, people, keptMails }: Services, context: Context): Promise<Page> {
  const [counts, waiting, refused, recent, doubtful, refusedAddresses] = await Promise.all([
    outboxStore.counts(), outboxStore.list({ state: 'waiting' }, SHOWN), outboxStore.list({ state: 'refused' }, SHOWN), outboxStore.list({}, SHOWN),
    outboxStore.doubtful(), outboxStore.refusedAddresses(SHOWN),
  ])
  const problems = [...waiting.filter((mail) => mail.attempts > 0 && mail.error !== ''), ...refused]
  const names = await people.names([...[...problems, ...recent].map((mail) => mail.to), ...refusedAddresses.flatMap((one) => one.person ?? [])])
  return mailPage({ counts, problems, recent, doubtful, refusedAddresses, kept: await keptMails?.list(SHOWN), names }, context)
}
