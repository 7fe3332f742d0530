import type { Need } from '../competition/need.ts'

/**
 * One more officer for a matter that is late: not the one who decided on it last, nor anybody who could not decide on it
 * because they wrote it or handed it in. The same one whenever it is asked. Undefined where nobody is left.
 */
export function secondOfficer(officers: readonly string[], { id, createdBy, submittedBy }: Pick<Need, 'id' | 'createdBy' | 'submittedBy'>, last: string | undefined): string | undefined {
  const able = officers.filter((one) => one !== createdBy && one !== submittedBy).sort()
  const others = able.filter((one) => one !== last)
  const choice = others.length > 0 ? others : able
  return choice[[...id].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % Math.max(choice.length, 1)]
}
