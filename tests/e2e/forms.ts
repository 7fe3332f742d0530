import type { Demonstration } from './browser.ts'
import { placesIn } from './places.ts'

/** A form, the page it stands on and who may send it; nobody in particular where none is named. */
export interface Form { action: string; page: string; who?: string }

const on = (page: string, who: string | undefined, ...actions: string[]): Form[] =>
  actions.map((action) => ({ action, page, ...(who ? { who: `person-${who}` } : {}) }))

const FORMS: Form[] = [
  ...on('/sign-in', undefined, '/sign-in'), ...on('/sign-up/organisation', undefined, '/sign-up/organisation'), ...on('/sign-up/join', undefined, '/sign-up/join'),
  ...on('/password/forgot', undefined, '/password/forgot'), ...on('/', 'tang-qi', '/sign-out'),
  ...on('/my/account', 'gu-cheng', '/people/me/profile', '/people/me/password', '/people/me/sign-out'),
  ...on('/my/preferences', 'gu-cheng', '/people/me/preferences'),
  ...on('/organisations/org-chaoqi', 'cao-ping', '/organisations/org-chaoqi/refusal', '/organisations/org-chaoqi/verification'),
  ...on('/organisations/org-haiyue/edit', 'shao-heng', '/organisations/org-haiyue/edit'),
  ...on('/organisations/org-haiyue/invitations', 'shao-heng', '/organisations/org-haiyue/invitations', '/organisations/org-haiyue/invitations/unknown/withdrawal'),
  ...on('/people/person-qiu-lan', 'shao-heng', '/people/person-qiu-lan/roles', '/people/person-qiu-lan/deactivation', '/people/person-qiu-lan/reactivation'),
  ...on('/my/organisation', 'shao-heng', '/people/person-qiu-lan/acceptance', '/people/person-qiu-lan/refusal'),
  ...on('/needs/new', 'lin-yue', '/needs/new'), ...on('/needs/need-antibacterial/edit', 'yun-zhi', '/needs/need-antibacterial/edit'),
  ...on('/needs/need-antibacterial/attachments', 'yun-zhi', '/needs/need-antibacterial/attachments', '/needs/need-antibacterial/attachments/removal'),
  ...on('/needs/need-antibacterial/check', 'yun-zhi', '/needs/need-antibacterial/submission'),
  ...on('/needs/need-mooring/withdraw', 'lin-yue', '/needs/need-mooring/withdraw'), ...on('/needs/need-mooring/deadline', 'lin-yue', '/needs/need-mooring/deadline'),
  ...on('/needs/need-detect-avoid/bid', 'xu-wen', '/needs/need-detect-avoid/bid'), ...on('/bids/bid-t-cell-yunting/check', 'elias-brandt', '/bids/bid-t-cell-yunting/submission'),
  ...on('/bids/bid-t-cell-yunting/attachments', 'elias-brandt', '/bids/bid-t-cell-yunting/attachments', '/bids/bid-t-cell-yunting/attachments/removal'),
  ...on('/bids/bid-mooring-jianghai', 'gu-cheng', '/bids/bid-mooring-jianghai/withdrawal'),
  ...on('/needs/need-hydrogen-vessel/opening', 'wan-lan', '/needs/need-hydrogen-vessel/opening'),
  ...on('/reviews/need-methanol-supply', 'yu-zhun', '/reviews/need-methanol-supply/conflict'),
  ...on('/reviews/need-methanol-supply', 'song-zhu', '/reviews/need-methanol-supply/scores'),
  ...on('/staff/needs/need-methanol-supply/panel', 'cao-ping', '/staff/needs/need-methanol-supply/panel', '/staff/needs/need-methanol-supply/panel/replacement'),
  ...on('/achievements/new', 'gu-cheng', '/achievements/new'),
  ...on('/achievements/ach-rope-fatigue/edit', 'gu-cheng', '/achievements/ach-rope-fatigue/edit', '/achievements/ach-rope-fatigue/publication', '/achievements/ach-rope-fatigue/retirement'),
  ...on('/my/team', 'lu-yao', '/my/team'), ...on('/teams/team-mooring/edit', 'gu-cheng', '/teams/team-mooring/edit'),
  ...on('/staff/needs/need-splash-coating/review', 'cao-ping', '/staff/needs/need-splash-coating/approval', '/staff/needs/need-splash-coating/return', '/staff/needs/need-splash-coating/rejection'),
  ...on('/staff/needs/need-fabric-inspection/review', 'cao-ping', '/staff/needs/need-fabric-inspection/withdrawal', '/staff/needs/need-fabric-inspection/publication'),
  ...on('/needs/need-exchange-membrane/award', 'mo-qing', '/needs/need-exchange-membrane/award'),
  ...on('/staff/needs/need-landing-pad/award', 'cao-ping', '/staff/needs/need-landing-pad/award/return', '/staff/needs/need-landing-pad/award/failure', '/staff/needs/need-landing-pad/award'),
  ...on('/needs/need-hard-carbon/objection', 'lin-yue', '/needs/need-hard-carbon/objection'),
  ...on('/needs/need-separator-coating/objection', 'kang-li', '/needs/need-separator-coating/objection/withdrawal'),
  ...on('/staff/needs/need-separator-coating/objections', 'cao-ping', '/staff/needs/need-separator-coating/objections/resolution', '/staff/needs/need-separator-coating/objections/admission'),
  ...on('/needs/need-gate-driver/contract', 'ke-ning', '/needs/need-gate-driver/contract'),
  ...on('/needs/need-gate-driver/contract', 'cao-ping', '/needs/need-gate-driver/contract/registration'),
  ...on('/needs/need-gate-driver/contract', 'ling-mai', '/needs/need-gate-driver/contract/decline', '/needs/need-gate-driver/contract/signature'),
  ...on('/staff/policy-notices/new', 'cao-ping', '/staff/policy-notices/new'),
  ...on('/policy-notices/policy-vouchers', 'cao-ping', '/policy-notices/policy-vouchers/withdrawal'),
  ...on('/staff/parks/new', 'cao-ping', '/staff/parks/new'),
  ...on('/staff/parks/haian-kfq', 'cao-ping', '/staff/parks/haian-kfq', '/staff/parks/haian-kfq/assessment', '/staff/parks/haian-kfq/entry', '/staff/parks/haian-kfq/exit'),
  ...on('/staff/tracks', 'cao-ping', '/staff/tracks', '/staff/tracks/change'), ...on('/staff/policies/nantong-default', 'jin-ce', '/staff/policies/nantong-default'),
  ...on('/staff/imports', 'cao-ping', '/staff/imports'),
  ...on('/needs/need-mooring/matches', 'cao-ping', '/staff/needs/need-mooring/matches'), ...on('/today', 'elias-brandt', '/today/decline'),
  ...on('/staff/matching', 'cao-ping', '/staff/matching/learning', '/staff/matching/weights', '/staff/matching/resumption'),
  ...on('/staff/invitations', 'cao-ping', '/staff/invitations'),
  ...on('/needs?q=海缆', 'gu-cheng', '/my/searches'), ...on('/my/searches', 'gu-cheng', '/my/searches/demo-search-0/deletion'),
  ...on('/needs/paste', 'lin-yue', '/needs/paste', '/needs/paste/confirmed'), ...on('/needs/new', 'lin-yue', '/needs/draft-check'),
  ...on('/staff/audit', 'du-di', '/staff/audit/verification'), ...on('/my/notices', 'gu-cheng', '/my/notices/read'), ...on('/staff/mail', 'cao-ping', '/staff/mail/trust'),
  ...on('/my/account', 'gu-cheng', '/people/me/sessions/unknown/end'),
  ...on('/sign-in', undefined, '/sign-in/code'), ...on('/receipts', undefined, '/receipts/verification'),
  ...on('/my/account/second-factor', 'cao-ping', '/my/account/second-factor/offer', '/my/account/second-factor', '/my/account/second-factor/recovery-codes', '/my/account/second-factor/removal'),
  ...on('/people/person-qiu-lan', 'jin-ce', '/people/person-qiu-lan/second-factor-reset', '/people/person-qiu-lan/role-grant', '/people/person-qiu-lan/role-grant/refusal'),
  ...on('/needs/need-mooring/amendment', 'lin-yue', '/needs/need-mooring/amendment', '/needs/need-mooring/amendment/withdrawal'),
  ...on('/needs/need-mooring/amendment', 'cao-ping', '/staff/needs/need-mooring/amendment/approval', '/staff/needs/need-mooring/amendment/refusal'),
  ...on('/needs/need-mooring/questions', 'gu-cheng', '/needs/need-mooring/questions', '/needs/need-mooring/following'),
  ...on('/needs/need-mooring/questions', 'cao-ping', '/questions/unknown/release', '/questions/unknown/rejection'),
  ...on('/needs/need-mooring/questions', 'lin-yue', '/questions/unknown/answer'),
  ...on('/needs/need-mooring/experts', 'lin-yue', '/needs/need-mooring/experts', '/experts/unknown/revocation'),
  ...on('/staff/experts', 'cao-ping', '/staff/experts/unknown/approval', '/staff/experts/unknown/refusal'),
  ...on('/staff/policies/nantong-default', 'jin-ce', '/staff/policy-proposals/unknown/approval', '/staff/policy-proposals/unknown/refusal', '/staff/policy-proposals/unknown/withdrawal'),
  ...on('/my/notices', 'gu-cheng', '/my/notices/unknown/read'), ...on('/my/account/data', 'gu-cheng', '/my/account/data/erasure', '/my/account/data/erasure/withdrawal'),
  ...on('/staff/erasures', 'jin-ce', '/staff/erasures/unknown/completion', '/staff/erasures/unknown/refusal'),
]

/** Every form by the address of its route. */
export async function formsIn(app: Demonstration): Promise<Map<string, Form>> {
  const places = await placesIn(app)
  const byLink = (route: string, who?: string): Form[] => (places[route] ?? []).slice(0, 1).map(({ path }) => on(path, who, path)).flat()
  const checked = places['/staff/imports/:id']?.[0]?.path ?? ''
  const planned = places['/staff/invitations/:id']?.[0]?.path ?? ''
  const all = [
    ...FORMS, ...byLink('/sign-up/confirm/:token'), ...byLink('/password/reset/:token'), ...byLink('/preferences/:token'), ...byLink('/invitations/:token'), ...on(checked, 'cao-ping', `${checked}/confirmation`, `${checked}/discarding`), ...on(planned, 'cao-ping', `${planned}/approval`),
  ]
  const routes = app.routes.filter(({ config }) => config?.kind === 'form').map(({ url }) => url)
  return new Map(all.flatMap((form) => routes.filter((url) => fits(url, form.action)).slice(0, 1).map((url) => [url, form] as const)))
}

/** `/needs/new` is no `/needs/:id`: what is written out comes first. */
function fits(url: string, action: string): boolean {
  return url === action || (url.includes(':') && new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`).test(action) && !action.endsWith('/new'))
}
