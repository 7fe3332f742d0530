import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { done } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { viewNeed } from '../competition/need-view.ts'
import { needPage } from '../needs/need-pages.ts'
import { namesFor, readNeed } from '../needs/need-reader.ts'

const Following = Type.Object({ following: Type.Boolean() }, { additionalProperties: false })
const Follows = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), number: Type.String(), title: Type.String(), status: Type.String() })), next: Type.Null(),
})

/** To hear of answers, amendments and dates of a need without bidding for it. Nobody else learns who does. */
export function followRoutes(web: Web, services: Services): void {
  const { follows, needs } = services
  web.action({
    path: '/needs/:id/following', access: 'signed-in', params: BY_ID, summary: 'Follow a need, or no longer', tag: 'needs', body: Following,
    response: Following, refusals: {},
    async run({ params, body, actor, now }) {
      if (!(await readNeed(services, params.id, actor))) return undefined
      await (body.following ? follows.follow(actor.id, params.id, now) : follows.unfollow(actor.id, params.id))
      return done(body.following)
    },
    answer: (following) => ({ following }),
    then: (following, { params }) => ({ to: `/needs/${params.id}/questions`, flash: following ? 'questions.followed' : 'questions.unfollowed' }),
    again: async (context: Context<{ id: string }>, form: FormState) => {
      const view = await readNeed(services, context.params.id, context.viewer)
      return view && { ...needPage(view, await namesFor(services, [view]), context), form }
    },
  })
  web.read({
    path: '/needs/:id/following', access: 'signed-in', params: BY_ID, summary: 'Whether the caller follows a need', tag: 'needs', response: Following,
    async load({ params, actor }) {
      return (await readNeed(services, params.id, actor)) && { following: await follows.follows(actor.id, params.id) }
    },
  })
  web.read({
    path: '/my/follows', access: 'signed-in', summary: 'Needs the caller follows', tag: 'needs', response: Follows,
    async load({ actor }) {
      const found = await needs.findMany(await follows.ofPerson(actor.id))
      const seen = found.flatMap((need) => viewNeed(need, actor) ?? [])
      return { items: seen.map(({ id, number, title, status }) => ({ id, number, title, status })), next: null }
    },
  })
}
