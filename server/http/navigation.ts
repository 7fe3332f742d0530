import { ROLES, type Role } from '../kernel/actor.ts'
import type { Words } from '../kernel/words.ts'
import type { Frame } from './page.ts'

interface Place { href: string; key: string; roles?: readonly Role[] }

const INBOX = '/my/notices'

/** What can be reached from everywhere, in the order people need it; `roles` of which one is enough. */
const PLACES: readonly Place[] = [
  { href: '/staff/queue', key: 'nav.queue', roles: ['officer'] },
  { href: '/today', key: 'nav.today', roles: ['researcher'] },
  { href: '/my/needs', key: 'nav.my-needs', roles: ['issuer'] },
  { href: '/my/bids', key: 'nav.my-bids', roles: ['researcher'] },
  { href: '/my/team', key: 'nav.my-team', roles: ['researcher'] },
  { href: '/reviews', key: 'nav.reviews', roles: ['reviewer'] },
  { href: INBOX, key: 'nav.notices', roles: ROLES },
  { href: '/staff', key: 'nav.staff', roles: ['officer', 'administrator', 'auditor'] },
  { href: '/needs', key: 'nav.needs' },
  { href: '/results', key: 'nav.results' },
  { href: '/achievements', key: 'nav.achievements' },
  { href: '/teams', key: 'nav.teams' },
  { href: '/parks', key: 'nav.parks' },
  { href: '/policy-notices', key: 'nav.policy-notices' },
]

/** `unread`: how many notices wait, shown beside where they are. */
export function navigationFor(roles: readonly string[], url: string, words: Words, unread = 0): Frame['navigation'] {
  const here = url.split('?')[0] ?? '/'
  const mine = PLACES.filter((place) => !place.roles || place.roles.some((role) => roles.includes(role)))
  const current = mine.filter(({ href }) => here === href || here.startsWith(`${href}/`)).sort((a, b) => b.href.length - a.href.length)[0]
  return mine.map((place) => ({ href: place.href, label: words(place.key), current: place === current, ...(place.href === INBOX && unread > 0 ? { count: unread } : {}) }))
}
