import type { Web } from './http/web.ts'
import { accountRoutes } from './modules/accounts/account-routes.ts'
import { amendmentRoutes } from './modules/amendments/amendment-routes.ts'
import { attachmentRoutes } from './modules/attachments/attachment-routes.ts'
import { auditRoutes } from './modules/audit/audit-routes.ts'
import { logRoutes } from './modules/audit/log-routes.ts'
import { awardRoutes } from './modules/awards/award-routes.ts'
import { objectionRoutes } from './modules/awards/objection-routes.ts'
import { bidFilesRoutes } from './modules/bids/bid-files-routes.ts'
import { bidRoutes } from './modules/bids/bid-routes.ts'
import { myBidsRoutes } from './modules/bids/my-bids-routes.ts'
import { openingRoutes } from './modules/bids/opening-routes.ts'
import { receiptRoutes } from './modules/bids/receipt-routes.ts'
import { contractRoutes } from './modules/contracts/contract-routes.ts'
import { panelRoutes } from './modules/evaluation/panel-routes.ts'
import { evaluationRoutes } from './modules/evaluation/evaluation-routes.ts'
import { digestDeskRoutes } from './modules/digests/digest-desk-routes.ts'
import { inboxRoutes } from './modules/digests/inbox-routes.ts'
import { mailRoutes } from './modules/digests/mail-routes.ts'
import { preferencesRoutes } from './modules/digests/preferences-routes.ts'
import { homeRoutes } from './modules/home/home-routes.ts'
import { importRoutes } from './modules/imports/import-routes.ts'
import { expertLinkRoutes } from './modules/invitations/expert-link-routes.ts'
import { expertRoutes } from './modules/invitations/expert-routes.ts'
import { achievementRoutes } from './modules/library/achievement-routes.ts'
import { teamRoutes } from './modules/library/team-routes.ts'
import { matchDeskRoutes } from './modules/matching/match-desk-routes.ts'
import { matchRoutes } from './modules/matching/match-routes.ts'
import { planRoutes } from './modules/matching/plan-routes.ts'
import { draftCheckRoutes } from './modules/needs/draft-check-routes.ts'
import { issuerRoutes } from './modules/needs/issuer-routes.ts'
import { needListRoutes } from './modules/needs/need-list-routes.ts'
import { needRoutes } from './modules/needs/need-routes.ts'
import { pasteRoutes } from './modules/needs/paste-routes.ts'
import { reviewRoutes } from './modules/needs/review-routes.ts'
import { privacyRoutes } from './modules/privacy/privacy-routes.ts'
import { followRoutes } from './modules/questions/follow-routes.ts'
import { questionRoutes } from './modules/questions/question-routes.ts'
import { queueRoutes } from './modules/queue/queue-routes.ts'
import { savedSearchRoutes } from './modules/search/saved-search-routes.ts'
import { searchRoutes } from './modules/search/search-routes.ts'
import { parkRoutes } from './modules/parks/park-routes.ts'
import { parkStaffRoutes } from './modules/parks/park-staff-routes.ts'
import { policyNoticeRoutes } from './modules/policy-notices/policy-notice-routes.ts'
import { policyRoutes } from './modules/policies/policy-routes.ts'
import type { Services } from './services.ts'

/** Every page and every resource. A module that is not here does not exist for the outside. */
export function registerRoutes(web: Web, services: Services): void {
  accountRoutes(web, services)
  needRoutes(web, services)
  pasteRoutes(web, services)
  draftCheckRoutes(web, services)
  attachmentRoutes(web, services)
  amendmentRoutes(web, services)
  questionRoutes(web, services)
  followRoutes(web, services)
  expertRoutes(web, services)
  expertLinkRoutes(web, services)
  bidRoutes(web, services)
  bidFilesRoutes(web, services)
  myBidsRoutes(web, services)
  receiptRoutes(web, services)
  openingRoutes(web, services)
  evaluationRoutes(web, services)
  panelRoutes(web, services)
  needListRoutes(web, services)
  searchRoutes(web, services)
  savedSearchRoutes(web, services)
  achievementRoutes(web, services)
  teamRoutes(web, services)
  issuerRoutes(web, services)
  reviewRoutes(web, services)
  awardRoutes(web, services)
  objectionRoutes(web, services)
  contractRoutes(web, services)
  parkRoutes(web, services)
  parkStaffRoutes(web, services)
  policyNoticeRoutes(web, services)
  policyRoutes(web, services)
  importRoutes(web, services)
  matchRoutes(web, services)
  matchDeskRoutes(web, services)
  planRoutes(web, services)
  queueRoutes(web, services)
  auditRoutes(web, services)
  logRoutes(web, services)
  inboxRoutes(web, services)
  mailRoutes(web, services)
  digestDeskRoutes(web, services)
  preferencesRoutes(web, services)
  privacyRoutes(web, services)
  homeRoutes(web, services)
}
