import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { viewNeed } from '../competition/need-view.ts'
import { namesFor } from '../needs/need-reader.ts'
import { needMatchesPage, segmentsOf, todayPage } from './match-pages.ts'
import { type AskedTeam, whyNotAsked } from './why-not-reader.ts'
import type { Verdict } from './match-types.ts'
import { declineMatch, judgeMatch, type VerdictRecord, type VerdictRefusal } from './verdict-store.ts'

const SHOWN = 20
const PLATFORMS_SHOWN = 5
const CLOSED = { additionalProperties: false }
const REFUSALS: Record<VerdictRefusal, number> = { 'not-staff': 404, 'not-own-team': 404, 'reason-missing': 422 }
const id = Type.String({ minLength: 1, maxLength: 80 })
const reason = Type.String({ maxLength: 1000, default: '' })
const kind = Type.Unsafe<'approve' | 'pin' | 'veto' | null>({ anyOf: [{ type: 'string', enum: ['approve', 'pin', 'veto'] }, { type: 'null' }], default: null })
const Judgement = Type.Object({ subject: id, kind, reason }, { ...CLOSED, examples: [{ subject: 'team-a', kind: 'veto', reason: '同类项目尚未结题' }] })
const Decline = Type.Object({ need: id, team: id, reason }, { ...CLOSED, examples: [{ need: 'need-a', team: 'team-a', reason: '本年度任务已满' }] })
const WhyQuery = Type.Object({ team: Type.Optional(id) }, CLOSED)
const WhyAsked = Type.Object({ team: Type.String({ minLength: 1, maxLength: 80, description: 'Id of a team, or its name' }) }, CLOSED)
const WhyAnswer = Type.Object({
  team: Type.Unsafe<string | null>({ type: ['string', 'null'] }), name: Type.Unsafe<string | null>({ type: ['string', 'null'] }), kind: Type.String(),
  position: Type.Optional(Type.Integer()), part: Type.Optional(Type.String()), own: Type.Optional(Type.Number()), lastShown: Type.Optional(Type.Number()),
}, CLOSED)
const Said = Type.Object({ need: id, subject: id, kind: Type.Unsafe<string | null>({ type: ['string', 'null'] }), reason: Type.String() }, CLOSED)
/** What met: both texts in pieces, those that met marked. */
const pieces = Type.Array(Type.Object({ text: Type.String(), marked: Type.Boolean() }))
const evidence = Type.Array(Type.Object({ need: pieces, item: pieces }))
const shown = {
  id, kind: Type.String(), title: Type.String(), score: Type.Number(), parts: Type.Record(Type.String(), Type.Number()), pinned: Type.Boolean(), evidence,
}
const next = Type.Unsafe<string | null>({ type: ['string', 'null'] })
/** Only of a researcher's needs: what the order is made of beside the match. */
const feed = Type.Optional(Type.Object({ novelty: Type.Number(), daysLeft: Type.Unsafe<number | null>({ type: ['integer', 'null'] }), order: Type.Number() }, CLOSED))
const Items = Type.Object({ items: Type.Array(Type.Object({ ...shown, feed }, CLOSED)), next }, CLOSED)
const PlatformItems = Type.Object({ items: Type.Array(Type.Object({ ...shown, need: id }, CLOSED)), next }, CLOSED)

/** Who fits what and why; staff decide on matches, researchers say what is not for them. */
export function matchRoutes(web: Web, services: Services): void {
  const { matching, needs, teams } = services
  const answer = ({ need, subject, kind, reason }: VerdictRecord): Static<typeof Said> => ({ need, subject, kind, reason })

  web.page({
    path: '/needs/:id/matches', access: ['issuer', 'manager', 'officer'], params: BY_ID, query: WhyQuery, summary: 'Teams and achievements for a need',
    load: (context) => needMatches(services, context),
  })
  web.read({
    path: '/matches/:id', access: ['issuer', 'manager', 'officer'], params: BY_ID, summary: 'Teams, achievements and platforms for a need, best first', tag: 'matches',
    response: Items,
    async load({ params, viewer }) {
      const need = await needs.find(params.id)
      const view = need && viewNeed(need, viewer)
      if (!need || !(view?.standing.issuer || view?.standing.officer)) return undefined
      const [found, works, platforms] = await Promise.all([
        matching.teamsFor(need, SHOWN), matching.achievementsFor(need, SHOWN), matching.platformsFor(need, PLATFORMS_SHOWN),
      ])
      const items = [
        ...found.map(({ match, team, evidence }) => item('team', team.name, match, evidence)),
        ...works.map(({ match, achievement, evidence }) => item('achievement', achievement.title, match, evidence)),
        ...platforms.map(({ match, platform, evidence }) => item('platform', platform.name, match, evidence)),
      ]
      return { items, next: null }
    },
  })
  web.read({
    path: '/matches/:id/why-not', access: ['issuer', 'manager', 'officer'], params: BY_ID, query: WhyAsked, tag: 'matches',
    summary: 'Why a team is not among those shown for a need', response: WhyAnswer,
    async load({ params, query, viewer }) {
      const need = await needs.find(params.id)
      const view = need && viewNeed(need, viewer)
      if (!need || !(view?.standing.issuer || view?.standing.officer)) return undefined
      const { team, name, answer } = await whyNotAsked(services, need, query.team, SHOWN)
      return { team, name, ...answer }
    },
  })
  web.read({
    path: '/platform-matches', access: ['issuer', 'manager'], summary: 'Platforms for all public needs of my organisation, best first', tag: 'matches',
    response: PlatformItems,
    async load({ actor }) {
      const found = await matching.platformsForEnterprise(actor.organisation, SHOWN)
      return { items: found.map(({ match, platform, need, evidence }) => ({ ...item('platform', platform.name, match, evidence), need: need.id })), next: null }
    },
  })
  web.action({
    path: '/staff/needs/:id/matches', api: '/matches/:id/verdicts', access: ['officer'], params: BY_ID, summary: 'Approve, pin or veto a match', tag: 'matches',
    body: Judgement, response: Said, refusals: REFUSALS, fromForm: (form) => ({ ...form, kind: form['kind'] || null }),
    async run({ params, body, actor, now }) {
      const [need, known] = await Promise.all([needs.find(params.id), isSubject(services, body.subject)])
      if (!need || !viewNeed(need, actor) || !known) return undefined
      const basis = body.kind ? await matching.basisOf(need, body.subject) : undefined
      return saying(services, params.id, body.subject, 'staff', (before) => judgeMatch(before, body, actor, now, basis))
    },
    answer, then: ({ need }) => ({ to: `/needs/${need}/matches`, flash: 'matching.said' }),
    again: (context, form) => needMatches(services, { ...context, query: {} }, form),
  })

  web.page({ path: '/today', access: ['researcher'], summary: 'Open needs that fit my teams', load: (context) => today(services, context) })
  web.read({
    path: '/matches', access: ['researcher'], summary: 'Open needs that fit my teams, best first', tag: 'matches', response: Items,
    async load({ actor, now }) {
      const found = await matching.needsFor(actor.id, SHOWN, now)
      const items = found.map(({ match, need, evidence, feed: { novelty, daysLeft, order } }) =>
        ({ ...item('need', need.content.title, { ...match, id: need.id }, evidence), feed: { novelty, daysLeft: daysLeft ?? null, order } }))
      return { items, next: null }
    },
  })
  web.action({
    path: '/today/decline', api: '/matches/declined', access: ['researcher'], summary: 'Not for me, because…', tag: 'matches',
    body: Decline, response: Said, refusals: REFUSALS,
    async run({ body, actor, now }) {
      const [team, need] = await Promise.all([teams.find(body.team), needs.find(body.need)])
      if (!team || !need || !viewNeed(need, actor)) return undefined
      const say = { kind: 'not-for-me' as const, reason: body.reason }
      const basis = await matching.basisOf(need, team.id)
      return saying(services, body.need, body.team, 'team', (before) => declineMatch(before, team, say, actor, now, basis))
    },
    answer, then: () => ({ to: '/today', flash: 'matching.declined' }), again: (context, form) => today(services, context, form),
  })
}

/** Only what the ranker puts before people is worth a word. */
async function isSubject({ teams, achievements }: Services, id: string): Promise<boolean> {
  return (await teams.find(id)) !== undefined || (await achievements.find(id))?.published === true
}

async function saying(
  { verdicts }: Services, need: string, subject: string, side: VerdictRecord['side'],
  rule: (before: VerdictRecord) => Outcome<VerdictRecord, VerdictRefusal>,
): Promise<Outcome<VerdictRecord, VerdictRefusal | 'conflict'>> {
  const before = await verdicts.about(need, subject, side)
  const outcome = rule(before)
  if (!outcome.ok) return outcome
  return (await verdicts.put(before, outcome.value)) === 'saved' ? outcome : refused('conflict')
}

async function needMatches(services: Services, context: Context<{ id: string }, Static<typeof WhyQuery>>, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view || !(view.standing.issuer || view.standing.officer)) return undefined
  const [teams, achievements, platforms, verdicts] = await Promise.all([
    services.matching.teamsFor(need, SHOWN), services.matching.achievementsFor(need, SHOWN),
    services.matching.platformsFor(need, PLATFORMS_SHOWN), services.verdicts.ofNeeds([need.id]),
  ])
  const names = await services.organisations.names([...teams.map((one) => one.team.organisation), ...achievements.map((one) => one.achievement.organisation)])
  const asked = context.query.team
  const whyNot: AskedTeam | undefined = asked ? await whyNotAsked(services, need, asked, SHOWN) : undefined
  const said = new Map(verdicts.map((one) => [one.subjectId, one.kind]))
  const aside = view.standing.officer ? await setAside(services, verdicts) : []
  return needMatchesPage({ view, aside, teams, achievements, platforms, organisation: (id) => names.get(id) ?? id, whyNot, said }, context, form)
}

/** Pairs that the ranking leaves out because somebody said so; staff read why and can take their veto back. */
async function setAside({ teams }: Services, verdicts: readonly Verdict[]) {
  const out = verdicts.filter((one) => one.kind === 'veto' || one.kind === 'not-for-me')
  const names = new Map((await teams.findMany(out.map((one) => one.subjectId))).map((team) => [team.id, team.name]))
  return out.flatMap(({ subjectId, kind, reason = '' }) => {
    const name = names.get(subjectId)
    return name === undefined ? [] : [{ id: subjectId, href: `/teams/${subjectId}`, name, kind, reason, veto: kind === 'veto' }]
  })
}

async function today(services: Services, context: Context, form?: FormState): Promise<Page> {
  const [found, mine] = await Promise.all([
    services.matching.needsFor(context.actor.id, SHOWN, context.now), services.teams.withMember(context.actor.id),
  ])
  const matches = found.flatMap((match) => {
    const view = viewNeed(match.need, context.viewer)
    return view ? [{ view, match }] : []
  })
  const names = await namesFor(services, matches.map((one) => one.view))
  return todayPage({ matches, names, hasTeam: mine.length > 0 }, context, form)
}

type Found = Awaited<ReturnType<Services['matching']['teamsFor']>>[number]

function item(kind: string, title: string, match: Found['match'], pairs: Found['evidence']) {
  const evidence = pairs.map((pair) => ({ need: segmentsOf(pair.need), item: segmentsOf(pair.item) }))
  return { id: match.id, kind, title, score: match.score, parts: { ...match.parts }, pinned: match.pinned, evidence }
}
