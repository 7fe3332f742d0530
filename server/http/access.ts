import type { Role, Viewer } from '../kernel/actor.ts'

/**
 * Who may come to a route at all; rules and views decide the rest. Declared beside every path.
 * `anyone` includes strangers; a list of roles means one of them is enough.
 */
export type Access = 'anyone' | 'signed-in' | readonly Role[]

export const STAFF = ['officer', 'administrator', 'auditor'] as const satisfies readonly Role[]

export function mayEnter(access: Access, viewer: Viewer): boolean {
  if (access === 'anyone') return true
  if (viewer === null) return false
  return access === 'signed-in' || access.some((role) => viewer.roles.includes(role))
}
