import type { Words } from '../../kernel/words.ts'
import type { Recipient } from '../../mail/mailer-parts.ts'
import type { Journal } from '../../relay/journal.ts'
import { coalesced } from '../../store/coalesced.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { type AddresseeParts, addresseeOf } from '../policy-notices/addressee.ts'
import { fitFor, isCurrent, type PolicyNotice, viewPolicyNotice } from '../policy-notices/policy-notice.ts'
import { reasonFor, untilOf } from '../policy-notices/policy-notice-pages.ts'
import type { PolicyNoticeStore } from '../policy-notices/policy-notice-store.ts'
import { type DigestItem, firstLook } from './digest.ts'
import type { DigestSection, ShownItem } from './digest-section.ts'
import { actorOf } from './notice-mail.ts'
import { perOrganisation, readersByTheirLook } from './readers.ts'

export interface PoliciesSectionParts extends AddresseeParts {
  policyNotices: Pick<PolicyNoticeStore, 'findMany' | 'current'>
  journal: Pick<Journal, 'ofType'>
  regionNames(): Promise<RegionNames>
}

/** New policies that support the reader's enterprise, each with why it is meant for them. */
export function createPoliciesSection(parts: PoliciesSectionParts): DigestSection {
  const findNotice = coalesced<PolicyNotice>((ids) => parts.policyNotices.findMany(ids))

  async function itemFor({ key }: DigestItem, to: Recipient, words: Words, now: Date): Promise<ShownItem[]> {
    const [notice, addressee, region] = await Promise.all([findNotice(key), addresseeOf(parts, to.person.organisation), parts.regionNames()])
    const view = notice && isCurrent(notice, now) ? viewPolicyNotice(notice, actorOf(to)) : undefined
    const fit = view && addressee && fitFor(view, addressee)
    if (!fit) return []
    const reader = { words, locale: to.locale }
    return [{
      title: view.title, path: `/policy-notices/${view.id}`, facts: [view.authority, untilOf(view, reader)].join(' · '),
      why: reasonFor(fit, region, reader), pairs: [],
    }]
  }

  return {
    topic: 'policies', place: '/policy-notices',
    async choose(readers, now) {
      const chosen = new Map<string, DigestItem[]>()
      for (const group of readersByTheirLook(readers)) {
        const fresh = await freshNotices(parts, group.after, now)
        if (fresh.length === 0) continue
        const addressees = await perOrganisation(group.readers, (id) => addresseeOf(parts, id))
        for (const { person } of group.readers) chosen.set(person.id, fresh.flatMap((notice) => itemOf(notice, addressees.get(person.organisation))))
      }
      return chosen
    },
    show: async (items, to, words, now) => (await Promise.all(items.map((item) => itemFor(item, to, words, now)))).flat(),
  }
}

type Addressee = Awaited<ReturnType<typeof addresseeOf>>

function itemOf(notice: PolicyNotice, addressee: Addressee): DigestItem[] {
  return addressee && fitFor(notice, addressee) ? [{ key: notice.id, need: '', score: 0, reason: { kind: 'policy' } }] : []
}

/** Published since the last digest, by the journal's numbers, the newest first. */
async function freshNotices({ policyNotices, journal }: PoliciesSectionParts, after: number | null, now: Date): Promise<PolicyNotice[]> {
  if (after === null) return (await policyNotices.current(now)).filter((one) => one.publishedAt >= firstLook(now))
  const published = (await journal.ofType('policy-notice-published', after)).map((one) => one.subject)
  if (published.length === 0) return []
  const found = await policyNotices.findMany(published)
  return found.filter((one) => isCurrent(one, now)).sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
}
