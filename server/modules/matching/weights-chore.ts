import { CLOCK } from '../../kernel/actor.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Chore } from '../../relay/background.ts'
import { matchWeights } from './match-weights.ts'
import { lessonPair, type VerdictStore } from './verdict-store.ts'
import { isLearningDue, learnWeights } from './weight-book.ts'
import type { WeightBookStore } from './weight-book-store.ts'

const HOUR = 3_600_000

/** Once a week the weights follow what staff said. A refusal is an answer, not a fault: there was too little to learn. */
export function createWeightsChore(parts: { weightBook: WeightBookStore; verdicts: Pick<VerdictStore, 'judged'>; clock: Clock }): Chore {
  let lookedAt = -Infinity
  return {
    name: 'match-weights',
    async run() {
      const now = parts.clock.now()
      if (Math.abs(now.getTime() - lookedAt) < HOUR) return 0
      lookedAt = now.getTime()
      if (!isLearningDue(await parts.weightBook.read(), now)) return 0
      const judged = (await parts.verdicts.judged()).map(lessonPair)
      const outcome = await parts.weightBook.change((book) => learnWeights(book, matchWeights, judged, CLOCK, now))
      return outcome.ok ? 1 : 0
    },
  }
}
