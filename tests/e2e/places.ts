import { creditCode } from '../../seed/demo/credit-code.ts'
import { actorOf, CAST, PEOPLE, type PersonSeed } from '../../seed/demo/people.ts'
import { done } from '../../server/kernel/outcome.ts'
import { enrol, offerSecret } from '../../server/modules/accounts/second-factor.ts'
import { proposeVersion } from '../../server/modules/policies/policy-proposal.ts'
import { askErasure } from '../../server/modules/privacy/erasure-request.ts'
import { approveExpert } from '../../server/modules/invitations/expert-invitation.ts'
import { sentMail } from '../digests/sent-mail.ts'
import type { Demonstration } from './browser.ts'

type PersonId = PersonSeed['id']
/** A page with real ids, and who opens it; nobody in particular where none is named. */
export interface Place { path: string; who?: PersonId; status?: number }

const nobody = (...paths: string[]): Place[] => paths.map((path) => ({ path }))
const by = (who: string, ...paths: string[]): Place[] => paths.map((path) => ({ path, who: `person-${who}` }))
/** The same page for several people. */
const each = (path: string, ...people: string[]): Place[] => people.map((who) => ({ path, who: `person-${who}` }))

/** Every page by the address of its route, each in the states and roles that make it look different. */
export async function placesIn(app: Demonstration): Promise<Record<string, Place[]>> {
  return { ...PUBLIC, ...ACCOUNTS, ...NEEDS, ...BIDS, ...EVALUATION, ...STAFF, ...(await byLink(app)) }
}

const PUBLIC = {
  '/': [...nobody('/'), ...each('/', 'lin-yue')],
  '/how-it-works': nobody('/how-it-works'), '/privacy': nobody('/privacy'), '/transparency': nobody('/transparency'),
  '/search': nobody('/search', '/search?q=海缆', '/search?q=qqqq'),
  '/results': nobody('/results'), '/receipts': nobody('/receipts', `/receipts?hash=${'0'.repeat(64)}`),
  '/policies': nobody('/policies'), '/policies/:id/:version': nobody('/policies/nantong-default/1'),
  '/policy-notices': nobody('/policy-notices'), '/policy-notices/:id': nobody('/policy-notices/policy-joint-research'),
  '/staff/policy-notices/new': by('cao-ping', '/staff/policy-notices/new'),
  '/parks': nobody('/parks'), '/parks/:id': nobody('/parks/haian-kfq'),
  '/achievements': nobody('/achievements'), '/achievements/:id': nobody('/achievements/ach-rope-fatigue'),
  '/teams': nobody('/teams'), '/teams/:id': nobody('/teams/team-mooring'),
  '/organisations/:id': [...nobody('/organisations/org-haiyue'), ...each('/organisations/org-haiyue', 'shao-heng', 'cao-ping')],
}

const ACCOUNTS = {
  '/sign-in': nobody('/sign-in'), '/sign-up': nobody('/sign-up'), '/sign-up/sent': nobody('/sign-up/sent'),
  '/sign-up/organisation': nobody('/sign-up/organisation'), '/sign-up/join': nobody('/sign-up/join'),
  '/password/forgot': nobody('/password/forgot'), '/password/forgot/sent': nobody('/password/forgot/sent'),
  '/my/preferences': each('/my/preferences', 'gu-cheng', 'cao-ping'),
  '/my/account': each('/my/account', 'gu-cheng', 'cao-ping'), '/my/account/second-factor': each('/my/account/second-factor', 'cao-ping', 'xia-lin', 'lu-yao'),
  '/my/account/data': each('/my/account/data', 'gu-cheng', 'yun-zhi', 'lu-yao'), 
  // Stands only between a password and its code; tests/accounts/second-factor.test.ts looks at it there.
  '/sign-in/code': [],
  '/my/organisation': each('/my/organisation', 'shao-heng', 'gu-cheng'),
  '/organisations/:id/edit': by('shao-heng', '/organisations/org-haiyue/edit'),
  '/organisations/:id/invitations': by('shao-heng', '/organisations/org-haiyue/invitations'),
  '/people/:id': [...each('/people/person-lin-yue', 'shao-heng', 'jin-ce')],
  '/my/notices': each('/my/notices', 'cao-ping', 'gu-cheng', 'nora-lindqvist'),
}

const NEEDS = {
  '/needs': nobody('/needs', '/needs?q=海缆&track=deep-sea', '/needs?q=qqqq'),
  '/needs/:id': [
    ...nobody('/needs/need-mooring', '/needs/need-hard-carbon', '/needs/need-bend-restrictor', '/needs/need-bolt-preload', '/needs/need-detect-avoid'),
    ...each('/needs/need-mooring', 'lin-yue', 'xu-wen', 'cao-ping'), ...by('yun-zhi', '/needs/need-antibacterial'),
    ...by('hua-yan', '/needs/need-methanol-supply'), ...by('pei-zhou', '/needs/need-hard-carbon'),
  ],
  '/needs/new': by('lin-yue', '/needs/new'), '/needs/paste': [...by('lin-yue', '/needs/paste'), ...by('yun-zhi', '/needs/paste?need=need-antibacterial')], '/needs/:id/edit': by('yun-zhi', '/needs/need-antibacterial/edit'),
  '/needs/:id/check': by('yun-zhi', '/needs/need-antibacterial/check'),
  '/needs/:id/attachments': by('yun-zhi', '/needs/need-antibacterial/attachments'),
  '/my/needs': each('/my/needs', 'lin-yue', 'tang-qi'), '/needs/:id/withdraw': by('lin-yue', '/needs/need-mooring/withdraw'),
  '/needs/:id/deadline': by('lin-yue', '/needs/need-mooring/deadline'),
  '/needs/:id/questions': [...nobody('/needs/need-mooring/questions'), ...each('/needs/need-mooring/questions', 'xu-wen', 'lin-yue', 'cao-ping')],
  '/questions/:id': [...by('cao-ping', '/questions/question-electrolyser-stack'), ...by('lin-yue', '/questions/question-mooring-window')],
  '/needs/:id/amendment': [
    ...each('/needs/need-weld-films/amendment', 'yan-shu', 'cao-ping'), ...by('ji-ting', '/needs/need-cable-burial/amendment?question=question-burial-zero'),
  ],
  '/needs/:id/history': [...nobody('/needs/need-cable-burial/history'), ...each('/needs/need-cable-burial/history', 'nie-feng')],
  '/needs/:id/experts': by('gu-cheng', '/needs/need-mooring/experts'), '/my/invitations': each('/my/invitations', 'gu-cheng', 'xu-wen'),
  '/needs/:id/matches': [...each('/needs/need-mooring/matches', 'lin-yue', 'cao-ping'), ...by('cao-ping', '/needs/need-mooring/matches?team=team-synbio'), ...by('lin-yue', `/needs/need-mooring/matches?team=${encodeURIComponent('代谢工程')}`)],
  '/my/searches': each('/my/searches', 'gu-cheng', 'lin-yue'),
  '/today': each('/today', 'gu-cheng', 'elias-brandt', 'zhuang-yi'),
  '/achievements/new': by('gu-cheng', '/achievements/new'),
  '/achievements/:id/edit': by('gu-cheng', '/achievements/ach-rope-fatigue/edit'),
  '/my/team': each('/my/team', 'gu-cheng'), '/teams/:id/edit': by('gu-cheng', '/teams/team-mooring/edit'),
}

const BIDS = {
  '/needs/:id/bid': [...by('xu-wen', '/needs/need-mooring/bid'), ...by('elias-brandt', '/needs/need-t-cell/bid'), ...by('lin-yue', '/needs/need-mooring/bid')],
  '/bids/:id': [...by('gu-cheng', '/bids/bid-mooring-jianghai'), ...by('shen-lan', '/bids/bid-bend-canglan'), ...by('qiu-lan', '/bids/bid-bend-canglan')],
  '/bids/:id/check': by('elias-brandt', '/bids/bid-t-cell-yunting/check'), '/my/bids': each('/my/bids', 'gu-cheng', 'pei-zhou', 'xu-wen'),
  '/bids/:id/attachments': by('elias-brandt', '/bids/bid-t-cell-yunting/attachments'),
  '/my/bids/:id/receipt': by('gu-cheng', '/my/bids/bid-mooring-jianghai/receipt'),
  '/needs/:id/opening': [...by('wan-lan', '/needs/need-hydrogen-vessel/opening'), ...by('cao-ping', '/needs/need-methanol-supply/opening')],
  '/needs/:id/award': [...by('mo-qing', '/needs/need-exchange-membrane/award'), ...by('mia-hartwell', '/needs/need-landing-pad/award')],
  '/needs/:id/objection': [...by('kang-li', '/needs/need-separator-coating/objection'), ...by('lin-yue', '/needs/need-hard-carbon/objection')],
  '/needs/:id/contract': [...by('ke-ning', '/needs/need-gate-driver/contract'), ...by('ling-mai', '/needs/need-gate-driver/contract'), ...by('qiu-lan', '/needs/need-bend-restrictor/contract')],
}

const EVALUATION = {
  '/reviews': each('/reviews', 'hua-yan', 'yu-zhun'),
  '/reviews/:id': [...by('hua-yan', '/reviews/need-methanol-supply', '/reviews/need-bend-restrictor'), ...by('yu-zhun', '/reviews/need-methanol-supply'), ...by('tao-jian', '/reviews/need-methanol-supply')],
}

const STAFF = {
  '/staff': each('/staff', 'cao-ping', 'jin-ce', 'du-di'), '/staff/queue': each('/staff/queue', 'cao-ping'),
  '/staff/needs/:id/review': by('cao-ping', '/staff/needs/need-splash-coating/review', '/staff/needs/need-fabric-inspection/review'),
  '/staff/needs/:id/award': by('cao-ping', '/staff/needs/need-landing-pad/award'),
  '/staff/needs/:id/objections': by('cao-ping', '/staff/needs/need-separator-coating/objections', '/staff/needs/need-hard-carbon/objections'),
  '/staff/needs/:id/panel': by('cao-ping', '/staff/needs/need-methanol-supply/panel', '/staff/needs/need-bend-restrictor/panel'),
  '/staff/organisations': each('/staff/organisations', 'cao-ping', 'jin-ce'), '/staff/people': each('/staff/people', 'jin-ce'),
  '/staff/parks': by('cao-ping', '/staff/parks'), '/staff/parks/new': by('cao-ping', '/staff/parks/new'), '/staff/parks/:id': by('cao-ping', '/staff/parks/haian-kfq'),
  '/staff/tracks': by('cao-ping', '/staff/tracks'), '/staff/digests': by('cao-ping', '/staff/digests'), '/staff/digests/:id': by('cao-ping', '/staff/digests/person-gu-cheng', '/staff/digests/person-cao-ping'),
  '/staff/mail': by('cao-ping', '/staff/mail'),
  '/staff/imports': by('cao-ping', '/staff/imports'), '/staff/matching': by('cao-ping', '/staff/matching'), '/staff/invitations': by('cao-ping', '/staff/invitations'),
  '/staff/questions': by('cao-ping', '/staff/questions'), '/staff/experts': by('cao-ping', '/staff/experts'),
  '/staff/policies': each('/staff/policies', 'jin-ce'), '/staff/policies/:id': by('jin-ce', '/staff/policies/nantong-default'),
  '/staff/role-grants': by('ji-heng', '/staff/role-grants'), '/staff/erasures': by('ji-heng', '/staff/erasures'),
  '/staff/audit': each('/staff/audit', 'du-di', 'cao-ping'),
}

/** Pages whose address is known only once something has happened: links in mail, a checked import. */
async function byLink(app: Demonstration): Promise<Record<string, Place[]>> {
  const { http, services } = app
  await http.inject({ method: 'POST', url: '/api/v1/people/password-resets', payload: { email: PEOPLE[0]?.email } })
  await http.inject({ method: 'POST', url: '/api/v1/organisations', payload: FOUNDING })
  await inviteExpert(app)
  await app.settle()
  const mail = await sentMail(app)
  const linkIn = (start: string): string => mail.map((one) => new RegExp(`http://[^/\\s]+(${start}[^\\s]+)`).exec(one.text)?.[1]).findLast(Boolean) ?? ''
  const [letter] = await services.keptMails?.list(1) ?? []
  return {
    '/password/reset/:token': [{ path: linkIn('/password/reset/') }, { path: '/password/reset/dead', status: 410 }],
    '/sign-up/confirm/:token': [{ path: linkIn('/sign-up/confirm/') }, { path: '/sign-up/confirm/dead', status: 410 }],
    '/invitations/:token': [{ path: linkIn('/invitations/') }, { path: '/invitations/dead', status: 410 }],
    '/unsubscribe/:token': nobody(linkIn('/unsubscribe/')),
    '/preferences/:token': nobody(linkIn('/preferences/')),
    '/staff/mail/:id': by('cao-ping', `/staff/mail/${letter?.id}`),
    '/staff/invitations/:id': by('cao-ping', `/staff/invitations/${await madePlan(app)}`),
    '/staff/policy-proposals/:id': each(`/staff/policy-proposals/${await waiting(app)}`, 'jin-ce', 'cao-ping'),
    '/staff/imports/:id': by('cao-ping', `/staff/imports/${await checkedImport(app)}`),
  }
}

/** What waits for a second person: rules and roles; and second factors offered and set up, a request to be forgotten. */
async function waiting({ services, clock }: Demonstration): Promise<string> {
  const [administrator, now] = [actorOf(CAST.administrator), clock.now()]
  await services.people.decide('person-nie-feng', (one) => done({ ...one, roleProposal: { roles: ['auditor'], by: administrator.id, at: now }, revision: one.revision + 1 }))
  const request = askErasure('erasure-waiting', [], [], actorOf('person-lu-yao'), now)
  if (request.ok) await services.erasures.insert(request.value)
  for (const person of ['person-xia-lin', 'person-lu-yao']) await services.secondFactors.change(person, (factor) => offerSecret(factor, services.codes.offer(person), now))
  await services.secondFactors.change('person-lu-yao', (factor) => enrol(factor, 1, ['a'], now))
  const newest = await services.policies.current()
  const outcome = proposeVersion('policy-waiting', newest, newest.version, { ...newest, signingDays: newest.signingDays + 5 }, administrator, now)
  if (outcome.ok) await services.policyProposals.insert(outcome.value)
  return 'policy-waiting'
}

/** So that its link is in a mail. */
async function inviteExpert({ services, clock }: Demonstration): Promise<void> {
  const need = await services.needs.find('need-mooring')
  if (need) await services.experts.decide('expert-mooring', (one) => approveExpert(one, need, actorOf(CAST.officer), clock.now()))
}

/** One row that would go in and one that could not. */
async function checkedImport({ services, clock }: Demonstration): Promise<string> {
  const file = { kind: 'needs' as const, fileName: 'needs.csv', organisation: '', bytes: Buffer.from('标题,摘要\n海缆监测,监测海缆\n,没有标题\n') }
  const outcome = await services.importing.prepare(file, actorOf(CAST.officer), clock.now())
  return outcome.ok ? outcome.value.id : outcome.refusal
}

async function madePlan({ services, clock }: Demonstration): Promise<string> {
  const outcome = await services.planning.make({ cap: 2, floor: 3, ceiling: 5 }, actorOf(CAST.officer), clock.now())
  return outcome.ok ? outcome.value.id : outcome.refusal
}

const FOUNDING = {
  email: 'new@founding.example', name: '新人',
  organisation: { name: '新设企业', kind: 'enterprise', creditCode: creditCode('91', 77), district: '崇川区', park: null, about: '' },
}

/** Answers that are files, or the inside of a frame: no pages of their own. */
export const FILES = ['/needs/:id/attachments/:file', '/bids/:id/attachments/:file', '/staff/imports/templates/:kind', '/staff/mail/:id/html']
