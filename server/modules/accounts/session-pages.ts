import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'

type Reader = Pick<Context, 'words'>

export interface SignInModel {
  /** A path of our own to go on with. */
  next: string
  /** Sealed input of somebody whose session had ended, or nothing. */
  kept: string
}

export function signInPage({ next, kept }: SignInModel, { words }: Reader): Page {
  return { template: 'accounts/sign-in', title: words('action.signIn'), model: { next, kept } }
}

/** Password proved, code asked for. `challenge` says for whom. */
export function codePage({ next, kept, challenge }: SignInModel & { challenge: string }, { words }: Reader): Page {
  return { template: 'accounts/sign-in-code', title: words('accounts.codeTitle'), model: { next, kept, challenge } }
}

const HOMES: readonly [role: string, path: string][] = [
  ['officer', '/staff/queue'], ['researcher', '/today'], ['issuer', '/my/needs'], ['reviewer', '/reviews'],
  ['administrator', '/staff'], ['auditor', '/staff'], ['manager', '/my/organisation'],
]

/** Where somebody begins who did not come for a certain page. */
export function homeOf(roles: readonly string[]): string {
  return HOMES.find(([role]) => roles.includes(role))?.[1] ?? '/'
}
