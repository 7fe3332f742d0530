import type { Need, OpeningConfirmation } from '../competition/need.ts'

export type ReleaseRefusal = 'not-opened' | 'too-early' | 'one-person'

/** What the vault itself has recorded, apart from the need: nobody without the master key can write it. */
export interface VaultRecord { notBefore: Date; confirmations: readonly OpeningConfirmation[] }

/**
 * Why the private key of a need may not be used; undefined when it may. The need says that it was opened, and the
 * vault's own record has to bear it out: whoever can write to the database alone can change the first, not the second.
 */
export function whyNotRelease(need: Pick<Need, 'minutes' | 'content' | 'opening'>, record: VaultRecord, now: Date): ReleaseRefusal | undefined {
  const { minutes, content, opening } = need
  if (!minutes || !content.deadline) return 'not-opened'
  if ([content.deadline, record.notBefore].some((date) => date > now || date > minutes.at)) return 'too-early'
  const confirmed = opening.filter((one) => record.confirmations.some((known) => known.side === one.side && known.person === one.person))
  const sides = new Set(confirmed.map((one) => one.side))
  const persons = new Set(confirmed.map((one) => one.person))
  return sides.size === 2 && persons.size === 2 ? undefined : 'one-person'
}
