import type { FormState, Page } from '../../http/page.ts'
import type { Words } from '../../kernel/words.ts'
import type { OneTimeCodes } from './one-time-codes.ts'
import type { Person } from './person.ts'
import { isEnrolled, offerIsFresh, type SecondFactor } from './second-factor.ts'

interface Parts {
  person: Pick<Person, 'id' | 'email'>
  factor: SecondFactor | undefined
  codes: OneTimeCodes
  required: boolean
  now: Date
}

/** Nothing yet, a secret to scan, or what there is. */
export function secondFactorPage({ person, factor, codes, required, now }: Parts, words: Words, form?: FormState): Page {
  const offered = factor?.offered && offerIsFresh(factor, now) ? codes.shown(factor.offered.secret, person.id, person.email) : undefined
  const enrolled = isEnrolled(factor)
  return {
    template: 'accounts/second-factor', title: words('accounts.factor'), ...(form ? { form } : {}),
    model: {
      enrolled, required, missing: required && !enrolled, enrolledAt: factor?.enrolledAt, left: factor?.recovery.length ?? 0,
      offer: offered && { key: offered.key, size: offered.modules.length, path: pathOf(offered.modules) },
    },
  }
}

/** Codes are shown once; whoever leaves the page without them makes new ones. */
export const recoveryPage = (codes: readonly string[], words: Words): Page =>
  ({ template: 'accounts/recovery-codes', title: words('accounts.recoveryCodes'), model: { codes } })

/** Dark modules as an SVG path, a run of them as one piece. */
function pathOf(modules: readonly boolean[][]): string {
  return modules.flatMap((row, y) => runsIn(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)).join('')
}

function runsIn(row: readonly boolean[]): [start: number, length: number][] {
  const starts = row.flatMap((dark, x) => (dark && !row[x - 1] ? [x] : []))
  return starts.map((start) => {
    const end = row.indexOf(false, start)
    return [start, (end < 0 ? row.length : end) - start]
  })
}
