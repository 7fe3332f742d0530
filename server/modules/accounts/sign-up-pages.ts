import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { kindChoices, parkChoices } from './choices.ts'
import { MIN_PASSWORD } from './password-rules.ts'
import type { Registration } from './registration.ts'

type Reader = Pick<Context, 'locale' | 'words'>

export const signUpPage = ({ words }: Reader): Page => ({ template: 'accounts/sign-up', title: words('accounts.signUp'), model: {} })

export function foundingPage(region: RegionNames, reader: Reader): Page {
  const { words } = reader
  return {
    template: 'accounts/sign-up-organisation', title: words('accounts.found'),
    model: { steps: stepsAt(1, reader), kinds: kindChoices(reader), parks: parkChoices(region, reader) },
  }
}

export const joiningPage = (reader: Reader): Page =>
  ({ template: 'accounts/sign-up-join', title: reader.words('accounts.join'), model: { steps: stepsAt(1, reader) } })

/** Says the same to everybody, whether the address was new or not. */
export const letterSentPage = (reader: Reader): Page =>
  ({ template: 'accounts/sign-up-sent', title: reader.words('accounts.letterSent'), model: { steps: stepsAt(2, reader) } })

export function confirmationPage(registration: Registration, organisation: string, token: string, reader: Reader): Page {
  const { kind, email, name } = registration
  return {
    template: 'accounts/sign-up-confirm', title: reader.words('accounts.choosePassword'),
    model: { steps: stepsAt(3, reader), token, email, name, organisation, kind, min: MIN_PASSWORD, requested: kind === 'join' },
  }
}

/** A link that was used, is too old or was never ours. */
export const deadLinkPage = ({ words }: Reader, again: { href: string; label: string }): Page =>
  ({ template: 'accounts/dead-link', title: words('accounts.deadLink'), model: { again }, status: 410 })

function stepsAt(current: number, { words }: Reader) {
  const labels = [words('accounts.step.who'), words('accounts.step.letter'), words('accounts.step.password')]
  return labels.map((label, i) => ({ label, done: i + 1 < current, current: i + 1 === current }))
}
