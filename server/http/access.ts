import type { Role, Viewer } from '../kernel/actor.ts'

/**
 * Who may come to a route at all; rules and views decide the rest. Declared beside every path.
 * `anyone` includes strangers; a list of roles means one of them is enough. `own-account`: like `signed-in`, and about
 * nothing but the caller's own account.
 */
export type Access = 'anyone' | 'signed-in' | 'own-account' | readonly Role[]

export const STAFF = ['officer', 'administrator', 'auditor'] as const satisfies readonly Role[]

export function mayEnter(access: Access, viewer: Viewer): boolean {
  if (access === 'anyone') return true
  if (viewer === null) return false
  return access === 'signed-in' || access === 'own-account' || access.some((role) => viewer.roles.includes(role))
}

/**
 * Whoever audits changes nothing but their own account (三员分立), whatever a route would let other people do who are
 * signed in. What auditors do as auditors names their role.
 */
export function mayChange(access: Access, viewer: Viewer): boolean {
  if (!viewer?.roles.includes('auditor')) return true
  return access === 'anyone' || access === 'own-account' || (access !== 'signed-in' && access.includes('auditor'))
}
