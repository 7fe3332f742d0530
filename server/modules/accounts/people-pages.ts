import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Listed } from './account-schemas.ts'
import type { PersonView } from './account-views.ts'
import { roleChoices } from './choices.ts'
import type { Organisation } from './organisation.ts'
import { personRow, rolesIn } from './organisation-pages.ts'
import { ROLES_OF } from './roles.ts'

type Reader = Pick<Context, 'locale' | 'words'>

/** One member. What may be done about their account is shown to whoever may do it. */
export function personPage(person: PersonView, organisation: Organisation, mayResetFactor: boolean, reader: Reader): Page {
  const { words } = reader
  return {
    template: 'accounts/person', title: person.name,
    model: {
      person, mayResetFactor, proposed: person.proposedRoles?.length ? rolesIn(person.proposedRoles, reader) : '', state: person.active ? person.membership : 'inactive',
      facts: [
        { label: words('accounts.organisation'), value: organisation.name, href: `/organisations/${organisation.id}` },
        { label: words('accounts.email'), value: person.email ?? '' },
        { label: words('accounts.roles'), value: rolesIn(person.roles, reader) },
      ],
      roles: roleChoices(organisation.kind, person.roles, reader),
      suggested: person.roles.length > 0 ? person.roles : ROLES_OF[organisation.kind].filter((role) => role === 'issuer' || role === 'researcher'),
    },
  }
}

/** Administrators: everybody, found by name or address. */
export function peoplePage(list: Listed<PersonView>, organisations: Map<string, string>, asked: string, reader: Reader): Page {
  const search = asked ? `&q=${encodeURIComponent(asked)}` : ''
  return {
    template: 'accounts/people', title: reader.words('accounts.people'),
    model: {
      asked,
      people: list.items.map((one) => ({ ...personRow(one, reader), href: `/people/${one.id}`, organisation: organisations.get(one.organisation) ?? '' })),
      next: list.next && `/staff/people?cursor=${encodeURIComponent(list.next)}${search}`,
    },
  }
}
