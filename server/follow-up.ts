import type { FastifyBaseLogger } from 'fastify'
import { createDueChore } from './clockwork/due-chore.ts'
import { demoHistoryEnds } from './demo/demo-marker.ts'
import type { Delivery } from './mail/delivery.ts'
import { createDomainRate } from './mail/domain-rate.ts'
import { readMailSettings } from './mail/mail-settings.ts'
import { createMailer } from './mail/mailer.ts'
import type { MailModels } from './mail/mailer-parts.ts'
import type { SentLog } from './mail/sent-log.ts'
import { createAccountLetters } from './modules/accounts/account-letters.ts'
import { createAdmissions } from './modules/accounts/admission.ts'
import { createSecurityLetters, securityMailModel } from './modules/accounts/security-letters.ts'
import { createAuditFollower } from './modules/audit/audit-follower.ts'
import { createLogChore } from './modules/audit/log-chore.ts'
import { createBidFollower } from './modules/bids/bid-follower.ts'
import { createDigestChore } from './modules/digests/digest-chore.ts'
import { digestMailModel } from './modules/digests/digest-mail.ts'
import { createNoticeFollower } from './modules/digests/notice-follower.ts'
import { createReminderChore } from './modules/digests/reminder-chore.ts'
import { createReminderFollower } from './modules/digests/reminder-follower.ts'
import { noticeMailModel } from './modules/digests/notice-mail.ts'
import { mailLinks } from './modules/digests/unsubscribe-link.ts'
import { createExpertFollower } from './modules/invitations/expert-follower.ts'
import { createExpertLettersChore } from './modules/invitations/expert-letters-chore.ts'
import { createImportChore } from './modules/imports/import-chore.ts'
import { createPlanFollower } from './modules/matching/plan-follower.ts'
import { createWeightsChore } from './modules/matching/weights-chore.ts'
import { createEnactment } from './modules/policies/policy-enactment.ts'
import { createErasures } from './modules/privacy/privacy-service.ts'
import { createRetentionChore } from './modules/privacy/retention-chore.ts'
import { searchScope } from './modules/search/configured-search.ts'
import { searchFollower } from './modules/search/search-follower.ts'
import type { Renderer } from './plugins/renderer.ts'
import type { Chore } from './relay/background.ts'
import type { Follower } from './relay/relay.ts'
import type { Services } from './services.ts'

/** Who acts on recorded decisions. Each may be repeated. */
export function createFollowers(services: Services): Follower[] {
  return [
    searchFollower({ ...services, scope: searchScope(services.config) }),
    createBidFollower(services),
    createAdmissions(services),
    createPlanFollower(services),
    createSecurityLetters(services),
    createEnactment(services),
    createErasures(services),
    createExpertFollower(services),
    createNoticeFollower(noticeParts(services)),
    createReminderFollower(services),
    createAuditFollower(services),
  ]
}

const noticeParts = (services: Services) => ({ ...services, historyEnds: () => demoHistoryEnds(services.connection) })

/** What has to be done again and again; reminders before what they remind of, and the mailer last, so that it sends what the others have queued. */
export function createChores(services: Services, parts: { delivery: Delivery; sentLog: SentLog; renderer: Renderer; log: FastifyBaseLogger; patience: number }): Chore[] {
  const { renderer, log, patience } = parts
  return [
    createReminderChore(noticeParts(services)),
    createDueChore({ ...services, log, patience }),
    createLogChore(services),
    createAccountLetters(services),
    createExpertLettersChore(services),
    createDigestChore(services),
    createWeightsChore(services),
    createImportChore(services),
    createRetentionChore(services),
    createMailer({
      ...services, ...parts, newcomers: newcomersOf(services), store: services.outboxStore, models: mailModels(services, renderer),
      domainRate: createDomainRate(readMailSettings(services.config.dataDir).perMinute),
      preferencesUrl: mailLinks(services.config).preferencesUrl, courtesy: () => services.traffic.calm(),
    }),
  ]
}

/** Whoever has no account yet: on the way in, or invited to look at a need. */
const newcomersOf = ({ registrations, experts }: Services) =>
  ({ addressee: async (id: string) => (await registrations.addressee(id)) ?? experts.addressee(id) })

function mailModels(services: Services, renderer: Renderer): MailModels {
  const parts = { ...services, words: renderer.words, publicUrl: services.config.publicUrl, ...mailLinks(services.config) }
  return { notice: noticeMailModel(parts), digest: digestMailModel(parts), 'account-security': securityMailModel(parts) }
}
