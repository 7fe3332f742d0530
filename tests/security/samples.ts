import type { RouteOptions } from 'fastify'

/** Ids of things that exist in the scene, by what a route's parameters stand for. */
export interface Places {
  needs: string[]; bids: string[]; organisations: string[]; people: string[]; teams: string[]; achievements: string[]; parks: string[]
  imports: string[]; invitations: string[]; sessions: string[]; searches: string[]; plans: string[]; tokens: string[]; hashes: string[]; files: string[]; mails: string[]
  policyNotices: string[]; notices: string[]; questions: string[]; experts: string[]; leaves: string[]
}

type Values = (places: Places) => string[]
const needs: Values = (places) => places.needs

/** What `:id` is, by the part of the path before it. */
const IDS: Record<string, Values> = {
  needs, awards: needs, contracts: needs, evaluations: needs, matches: needs, reviews: needs,
  bids: ({ bids }) => bids, organisations: ({ organisations }) => organisations, people: ({ people }) => people,
  teams: ({ teams }) => teams, achievements: ({ achievements }) => achievements, parks: ({ parks }) => parks,
  imports: ({ imports }) => imports, policies: () => ['nantong-default'], mail: ({ mails }) => mails,
  sessions: ({ sessions }) => sessions, searches: ({ searches }) => searches, 'invitation-plans': ({ plans }) => plans, invitations: ({ plans }) => plans,
  notices: ({ notices }) => notices, questions: ({ questions }) => questions, experts: ({ experts }) => experts,
  'policy-notices': ({ policyNotices }) => policyNotices,
  // Nothing of them is in the scene yet: only that they are kept from those they are not for.
  erasures: () => ['no-such-erasure'], digests: () => ['no-such-digest'], 'policy-proposals': () => ['no-such-proposal'],
}

/** Parameters that say by their name what they are. */
const NAMED: Record<string, Values> = {
  token: ({ tokens }) => tokens, hash: ({ hashes }) => hashes, file: ({ files }) => files, invitation: ({ invitations }) => invitations,
  leaf: ({ leaves }) => leaves, version: () => ['1'], kind: () => ['needs'],
}

/** Routes without parameters of ours: style, scripts and the pages of the documentation. */
const FOREIGN = /\*/

/** Searches that a curious reader would try, by path. */
const ASKED: Record<string, string[]> = {
  '/needs': ['?q=kanarienvogel', '?status=all&q=kanarienvogel&sort=amount'], '/search': ['?q=kanarienvogel'], '/api/v1/search': ['?q=kanarienvogel'],
  '/achievements': ['?q=kanarienvogel'], '/teams': ['?q=kanarienvogel'], '/api/v1/needs': ['?q=kanarienvogel', '?status=all'],
  '/api/v1/people': ['?q=kanarienvogel', '?q=a'], '/staff/people': ['?q=kanarienvogel'],
}

/**
 * Every address of a route: one for each combination of things that exist. A route nobody has given samples for is a
 * mistake of the test, not of the route, and says how to mend it.
 */
export function addressesOf({ url }: Pick<RouteOptions, 'url'>, places: Places): string[] {
  if (FOREIGN.test(url)) return []
  const filled = url.split('/').reduce<string[]>((paths, part, i, all) => {
    const values = part.startsWith(':') ? valuesFor(url, part.slice(1), all[i - 1] ?? '', places) : [part]
    return paths.flatMap((path) => values.map((value) => (i === 0 ? value : `${path}/${encodeURIComponent(value)}`)))
  }, [''])
  return [...filled, ...(ASKED[url] ?? []).map((query) => url + query)]
}

function valuesFor(url: string, name: string, before: string, places: Places): string[] {
  const values = NAMED[name] ?? (name === 'id' ? IDS[before] : undefined)
  if (!values) throw new Error(`${url}: no sample for :${name} after "${before}". Add it to IDS or NAMED in tests/security/samples.ts.`)
  const found = values(places)
  if (found.length === 0) throw new Error(`${url}: the scene holds nothing for :${name}. Put one into tests/security/scene.ts.`)
  return found
}
