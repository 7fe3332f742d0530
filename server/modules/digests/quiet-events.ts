import type { NoticeRule } from './notice-rule.ts'

const library = { none: 'a library is read when somebody looks for something; matching brings it to whom it fits' }
const own = { none: 'whoever did it sees the result; nobody else has to act' }
const letter = { none: 'the mail with the link is the notice (account-letters.ts)' }
const directory = { none: 'a directory of the region: read when wanted, nobody has to act' }
const verdict = { none: 'verdicts change the order of the next digest, which says why' }

const twice = { none: 'it stands on the desk of everybody who may give the second word, and in the queue' }
const letterOfSecurity = { none: 'a letter of its own goes to the person (security-letters.ts)' }
const policyNotice = { none: 'the digest brings it to the enterprises it fits; nobody has to act' }
const plan = { none: 'the invitations reach the teams in their digest; whoever planned sees the result' }

const twoPeople: Record<string, NoticeRule> = {
  'roles-proposed': twice, 'roles-declined': own, 'policy-proposed': twice, 'policy-approved': own, 'policy-declined': own,
  'policy-withdrawn': own, 'policy-overtaken': own,
}
const security: Record<string, NoticeRule> = {
  'second-factor-enrolled': letterOfSecurity, 'second-factor-removed': letterOfSecurity, 'second-factor-reset': letterOfSecurity,
  'recovery-code-used': letterOfSecurity, 'recovery-codes-renewed': letterOfSecurity,
}
const privacy: Record<string, NoticeRule> = {
  'erasure-asked': { none: 'the administrators’ desk counts what waits' }, 'erasure-withdrawn': own,
  'erasure-decided': { none: 'the person reads the answer on the page they asked from' },
  'erasure-refused': { none: 'the person reads the answer on the page they asked from' },
  'erasure-done': { none: 'nobody is left to be told' }, 'personal-data-erased': { none: 'nobody is left to be told' },
}
const learning: Record<string, NoticeRule> = {
  'invitation-plan-made': plan, 'invitations-approved': plan, 'weights-learned': verdict, 'weights-restored': verdict, 'weights-released': verdict,
}

/** Decisions nobody is told of, and why. */
export const QUIET: Readonly<Record<string, NoticeRule>> = {
  'achievement-drafted': library, 'achievement-edited': library, 'achievement-published': library, 'achievement-retired': library,
  'team-created': library, 'team-edited': library,
  'import-confirmed': own, 'import-discarded': own, 'import-finished': { none: 'whoever started an import watches its progress on its page' },
  'organisation-founded': { none: 'made by an administrator at the first start, before there is anybody to tell' },
  'member-invited': letter, 'registration-confirmed': { none: 'person-registered follows at once and tells the managers' },
  'invitation-withdrawn': { none: 'the link stops working; the page it leads to says so' },
  'roles-changed': { none: 'the person finds other places in the navigation at the next page' },
  'person-deactivated': { none: 'a person who is switched off gets no mail; signing in says so' }, 'person-reactivated': own,
  'profile-changed': own, 'preferences-changed': own, 'password-set': own, 'password-reset-asked': letter, 'signed-out-everywhere': own,
  'park-entered': directory, 'park-edited': directory, 'park-left': directory, 'park-assessed': directory,
  'track-added': directory, 'track-changed': directory,
  'policy-notice-published': policyNotice, 'policy-notice-withdrawn': policyNotice,
  ...twoPeople, ...security, ...privacy, ...learning,
  'policy-version-added': { none: 'competitions under way keep their rules; the next one names its version on its page' },
  'match-approve': verdict, 'match-pin': verdict, 'match-veto': verdict, 'match-not-for-me': verdict, 'match-cleared': verdict,
}
