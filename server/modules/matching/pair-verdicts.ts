import type { Verdict } from './match-types.ts'

/** What was said about one pair, summed up. A veto outweighs everything, a pin outweighs the rest. */
export interface PairVerdict {
  part: number
  pinned: boolean
  out: 'vetoed' | 'declined' | undefined
}

const nothingSaid: PairVerdict = { part: 0, pinned: false, out: undefined }

/** Verdicts by need and subject, so that ranking asks in constant time. */
export class PairVerdicts {
  readonly #byNeed = new Map<string, Map<string, Set<Verdict['kind']>>>()

  constructor(verdicts: readonly Verdict[]) {
    for (const { needId, subjectId, kind } of verdicts) {
      const bySubject = this.#byNeed.get(needId) ?? new Map<string, Set<Verdict['kind']>>()
      this.#byNeed.set(needId, bySubject.set(subjectId, (bySubject.get(subjectId) ?? new Set()).add(kind)))
    }
  }

  about(needId: string, subjectId: string): PairVerdict {
    const kinds = this.#byNeed.get(needId)?.get(subjectId)
    return kinds === undefined ? nothingSaid : summary(kinds)
  }
}

function summary(kinds: ReadonlySet<Verdict['kind']>): PairVerdict {
  if (kinds.has('veto')) return { part: -1, pinned: false, out: 'vetoed' }
  if (kinds.has('pin')) return { part: 1, pinned: true, out: undefined }
  if (kinds.has('not-for-me')) return { part: -1, pinned: false, out: 'declined' }
  return { part: 1, pinned: false, out: undefined }
}
