import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { endOfDay, type FormValues, text, texts } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { isOfficer, type Viewer } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import type { Services } from '../../services.ts'
import { addresseeOf } from './addressee.ts'
import { type PolicyNotice, type PolicyNoticeRefusal, type PolicyNoticeView, publishPolicyNotice, viewPolicyNotice, withdrawPolicyNotice } from './policy-notice.ts'
import { policyNoticeEditor, policyNoticePage, policyNoticesPage } from './policy-notice-pages.ts'
import { contentOf, PolicyNoticeAnswer, PolicyNoticeBody, WithdrawalBody } from './policy-notice-schemas.ts'

const STAFF = ['officer'] as const
const REFUSALS: Record<PolicyNoticeRefusal, number> = {
  'not-staff': 404, 'address-invalid': 422, 'application-over': 422, 'already-withdrawn': 409, 'reason-missing': 422,
}

type ById = Context<{ id: string }>

/** Policies that support enterprises: public to read, published by staff, brought to whom they fit by the digest. */
export function policyNoticeRoutes(web: Web, services: Services): void {
  const { policyNotices } = services
  web.page({ path: '/policy-notices', access: 'anyone', summary: 'Policies that support enterprises', load: (context) => list(services, context) })
  web.read({
    path: '/policy-notices', access: 'anyone', summary: 'Policies that support enterprises', tag: 'policy notices',
    response: Type.Object({ items: Type.Array(PolicyNoticeAnswer), next: Type.Null() }),
    load: async ({ viewer, now }) => ({ items: await current(services, viewer, now), next: null }),
  })
  web.page({ path: '/policy-notices/:id', access: 'anyone', params: BY_ID, summary: 'A policy that supports enterprises', load: (context) => page(services, context) })
  web.read({
    path: '/policy-notices/:id', access: 'anyone', params: BY_ID, summary: 'A policy that supports enterprises', tag: 'policy notices', response: PolicyNoticeAnswer,
    load: ({ params, viewer }) => read(services, params.id, viewer),
  })

  const deciding = { access: STAFF, tag: 'policy notices', response: PolicyNoticeAnswer, refusals: REFUSALS } as const
  const after = {
    answer: (notice: PolicyNotice, { viewer }: { viewer: Viewer }) => seen(notice, viewer),
    then: ({ id }: PolicyNotice) => ({ to: `/policy-notices/${id}`, flash: 'policy-notices.saved' }),
  }
  const editor = async (context: Context, form?: FormState): Promise<Page> => policyNoticeEditor(await services.regionNames(), context, form)
  web.page({ path: '/staff/policy-notices/new', access: STAFF, summary: 'Write a policy notice', load: (context) => editor(context) })
  web.action({
    ...deciding, ...after, path: '/staff/policy-notices/new', api: '/policy-notices', summary: 'Publish a policy notice', body: PolicyNoticeBody,
    successStatus: 201, fromForm,
    async run({ body, actor, now }) {
      const published = publishPolicyNotice(newId(), contentOf(body), actor, now)
      if (published.ok) await policyNotices.insert(published.value)
      return published
    },
    again: editor,
  })
  web.action({
    ...deciding, ...after, path: '/policy-notices/:id/withdrawal', params: BY_ID, summary: 'Take a policy notice back', body: WithdrawalBody,
    run: ({ params, body, actor, now }) => policyNotices.decide(params.id, (notice) => withdrawPolicyNotice(notice, body.reason, actor, now)),
    again: (context, form) => page(services, context, form),
  })
}

function fromForm(form: FormValues): object {
  return {
    title: text(form, 'title'), authority: text(form, 'authority'), summary: text(form, 'summary'), link: text(form, 'link'),
    tracks: texts(form, 'tracks'), parks: texts(form, 'parks'), applyUntil: endOfDay(form, 'applyUntil'),
  }
}

async function read({ policyNotices }: Services, id: string, viewer: Viewer): Promise<PolicyNoticeView | undefined> {
  const notice = await policyNotices.find(id)
  return notice && viewPolicyNotice(notice, viewer)
}

async function current({ policyNotices }: Services, viewer: Viewer, now: Date): Promise<PolicyNoticeView[]> {
  return (await policyNotices.current(now)).map((one) => viewPolicyNotice(one, viewer)).filter((view) => view !== undefined)
}

const addresseeFor = async (services: Services, viewer: Viewer) => (viewer ? addresseeOf(services, viewer.organisation) : undefined)

async function list(services: Services, context: Context): Promise<Page> {
  const { viewer, now } = context
  const [notices, region, addressee] = await Promise.all([current(services, viewer, now), services.regionNames(), addresseeFor(services, viewer)])
  return policyNoticesPage({ notices, region, addressee, keeper: isOfficer(viewer) }, context)
}

async function page(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const notice = await read(services, context.params.id, context.viewer)
  if (!notice) return undefined
  const [region, addressee] = await Promise.all([services.regionNames(), addresseeFor(services, context.viewer)])
  return policyNoticePage(notice, { region, addressee }, context, form)
}

function seen(notice: PolicyNotice, viewer: Viewer): PolicyNoticeView {
  const view = viewPolicyNotice(notice, viewer)
  if (!view) throw new Error(`policy notice ${notice.id} was changed by somebody who may not see it`)
  return view
}
