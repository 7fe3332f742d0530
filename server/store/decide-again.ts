import type { Outcome } from '../kernel/outcome.ts'

/**
 * For decisions that stay right whatever else was decided meanwhile: two sides confirm in the same moment, several
 * reviewers hand in. Whoever came second asks the rule again. Not for what somebody typed while looking at an older state.
 */
export async function decideAgain<T, R extends string>(
  decide: () => Promise<Outcome<T, R | 'conflict'> | undefined>, attempts = 10,
): Promise<Outcome<T, R | 'conflict'> | undefined> {
  const outcome = await decide()
  const lost = outcome && !outcome.ok && outcome.refusal === 'conflict'
  return lost && attempts > 1 ? decideAgain(decide, attempts - 1) : outcome
}
