import { type Break, createVerifier } from './audit-chain.ts'
import type { AuditStore } from './audit-store.ts'
import type { Journal } from '../../relay/journal.ts'

export interface Verification {
  entries: number
  /** Hash of the last good entry: noted elsewhere, it shows later whether the end was cut off. */
  head: string
  broken: Break | undefined
}

const BATCH = 500

/** Reads the whole trail and says whether it is what was written; at most its not yet written end may be missing. */
export async function verifyTrail(
  audit: Pick<AuditStore, 'after'>, journal: Pick<Journal, 'position'>, progress: (checked: number) => void = () => undefined,
): Promise<Verification> {
  const written = await journal.position('audit')
  const verifier = createVerifier()
  for (let last = 0; ;) {
    const entries = await audit.after(last, BATCH)
    for (const entry of entries) {
      const broken = verifier.check(entry)
      if (broken) return { ...resultOf(verifier), broken }
    }
    last = entries.at(-1)?.seq ?? last
    progress(last)
    if (entries.length < BATCH) return { ...resultOf(verifier), broken: cutOff(verifier.head().entries, written) }
  }
}

function resultOf(verifier: ReturnType<typeof createVerifier>): Omit<Verification, 'broken'> {
  const { entries, hash } = verifier.head()
  return { entries, head: hash }
}

/** The follower had come further than the trail reaches now. */
const cutOff = (entries: number, written: number): Break | undefined =>
  entries < written ? { seq: entries + 1, kind: 'missing' } : undefined
