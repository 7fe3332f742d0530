import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import type { Bid } from './bid.ts'
import { BID_REFUSALS, beginBid, changeBid, takeBack } from './bid-decisions.ts'
import { bidCheckPage, bidEditor, bidReadPage, editorOfBid, seenBid } from './bid-editor.ts'
import { bidFromForm } from './bid-form.ts'
import { readBid } from './bid-reader.ts'
import { BidAnswer, BidBody, bidContentOf, BidEdit, BidForm, Submission } from './bid-schemas.ts'

export const BIDDERS = ['researcher', 'manager'] as const
const WHICH = Type.Object({ bid: Type.Optional(Type.String({ maxLength: 80 })) }, { additionalProperties: false })

/** A bid from its first word until the deadline, for the people of the bidder alone. */
export function bidRoutes(web: Web, services: Services): void {
  const common = { params: BY_ID, tag: 'bids', response: BidAnswer, refusals: BID_REFUSALS } as const
  const answer = (bid: Bid, { actor, now }: Context) => seenBid(services, bid, actor, now)
  const editorAgain = (context: Context<{ id: string }>, form: FormState) => editorOfBid(services, context, form)

  web.page({
    path: '/needs/:id/bid', access: 'signed-in', params: BY_ID, query: WHICH, summary: 'Editor of a bid',
    load: (context) => bidEditor(services, context, context.query.bid),
  })
  web.action({
    ...common, path: '/needs/:id/bid', only: 'form', access: 'signed-in', summary: 'Save a bid or hand it in', body: BidForm, fromForm: bidFromForm,
    run: (context) => services.intake.during(() => keep(services, context)),
    answer,
    then: (bid, { request }) => afterKeeping(bid, request.intent),
    again: (context, form) => bidEditor(services, context, String(form.values['bid'] ?? 'new'), form),
  })
  web.action({
    ...common, path: '/needs/:id/bids', only: 'api', access: 'signed-in', summary: 'Begin a bid', body: BidBody, successStatus: 201,
    run: (context) => beginBid(services, context.params.id, bidContentOf(context.body), false, context),
    answer, then: (bid) => afterKeeping(bid, 'save'), again: editorAgain,
  })
  web.action({
    ...common, path: '/bids/:id', only: 'api', method: 'PUT', access: 'signed-in', summary: 'Save a bid that was not handed in', body: BidEdit,
    run: ({ params, body, ...by }) => changeBid(services, params.id, { revision: body.revision, content: bidContentOf(body), handIn: false }, by),
    answer, then: (bid) => afterKeeping(bid, 'save'), again: editorAgain,
  })

  web.page({
    path: '/bids/:id', access: 'signed-in', params: BY_ID, summary: 'A bid',
    load: (context) => bidReadPage(services, context),
  })
  web.read({
    path: '/bids/:id', access: 'signed-in', params: BY_ID, summary: 'A bid as the caller may see it', tag: 'bids', response: BidAnswer,
    load: async ({ params, viewer, now }) => (await readBid(services, params.id, viewer, now))?.view,
  })
  web.page({
    path: '/bids/:id/check', access: BIDDERS, params: BY_ID, summary: 'Check a bid before handing it in',
    load: (context) => bidCheckPage(services, context),
  })
  web.action({
    ...common, path: '/bids/:id/submission', access: 'signed-in', summary: 'Hand a bid in', body: Submission,
    fromForm: (values) => ({ revision: Number(values['revision']), ...(values['needVersion'] ? { needVersion: Number(values['needVersion']) } : {}) }),
    run: (context) => services.intake.during(() => handIn(services, context)),
    answer,
    then: (bid) => afterKeeping(bid, 'submit'),
    // What lacks is shown in the editor, beside the fields, with what is stored.
    again: (context, form) => editorOfBid(services, context, { ...form, values: {} }),
  })
  web.action({
    ...common, path: '/bids/:id/withdrawal', access: 'signed-in', summary: 'Take a bid back', body: NOTHING,
    run: ({ params, ...by }) => services.intake.during(() => takeBack(services, params.id, by)),
    answer,
    then: (bid) => ({ to: `/bids/${bid.id}`, flash: 'bids.takenBack' }),
    again: (context, form) => bidReadPage(services, context, form),
  })
}

function keep(services: Services, { params, body, request, ...by }: Context<{ id: string }, unknown, BidForm>) {
  const content = bidContentOf(body)
  const handIn = request.intent === 'submit'
  if (body.bid === 'new') return beginBid(services, params.id, content, handIn, by, body.needVersion)
  return changeBid(services, body.bid, { revision: body.revision, content, handIn, need: params.id, needVersion: body.needVersion }, by)
}

function handIn(services: Services, { params, body, ...by }: Context<{ id: string }, unknown, Submission>) {
  return changeBid(services, params.id, { revision: body.revision, content: body.content && bidContentOf(body.content), handIn: true, needVersion: body.needVersion }, by)
}

function afterKeeping(bid: Bid, intent: string): { to: string; flash?: string } {
  if (intent === 'check') return { to: `/bids/${bid.id}/check` }
  if (intent === 'submit') return { to: `/my/bids/${bid.id}/receipt`, flash: 'bids.handedIn' }
  return { to: `/needs/${bid.need}/bid?bid=${bid.id}`, flash: 'bids.saved' }
}
