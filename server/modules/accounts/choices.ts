import type { Context } from '../../http/context.ts'
import { LOCALES } from '../../http/page.ts'
import type { OrganisationKind, Role } from '../../kernel/actor.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { FOUNDED_KINDS, ROLES_OF } from './roles.ts'

type Reader = Pick<Context, 'locale' | 'words'>
export interface Choice { value: string; label: string; hint?: string }

/** What the forms of this module offer to choose from. */
export const kindChoices = ({ words }: Reader): Choice[] => FOUNDED_KINDS.map((kind) => ({ value: kind, label: words(`organisation.${kind}`) }))

export const parkChoices = (region: RegionNames, { locale }: Reader): Choice[] =>
  region.parks.map(({ id }) => ({ value: id, label: region.park(id, locale) }))

/** Roles of this kind of organisation, and those a person holds besides. */
export function roleChoices(kind: OrganisationKind, held: readonly Role[], { words }: Reader): Choice[] {
  const roles = [...new Set([...ROLES_OF[kind], ...held])]
  return roles.map((role) => ({ value: role, label: words(`role.${role}`), hint: words(`accounts.can.${role}`) }))
}

export const localeChoices = ({ words }: Reader): Choice[] => LOCALES.map((locale) => ({ value: locale, label: words(`language.${locale}`) }))

export const digestChoices = ({ words }: Reader): Choice[] =>
  (['daily', 'weekly', 'off'] as const).map((digest) => ({ value: digest, label: words(`accounts.digest.${digest}`) }))
