import type { Words } from '../../kernel/words.ts'
import type { Recipient } from '../../mail/mailer-parts.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import type { TeamStore } from '../library/team-store.ts'
import { fits } from '../matching/match-score.ts'
import type { MatchService } from '../matching/match-service.ts'
import { coalesced } from '../../store/coalesced.ts'
import type { DigestItem } from './digest.ts'
import type { DigestSection, ShownItem } from './digest-section.ts'
import { isOpen } from './match-source.ts'
import { actorOf } from './notice-mail.ts'
import { perOrganisation } from './readers.ts'

export interface MatchesSectionParts {
  needs: Pick<NeedStore, 'findMany' | 'ofOrganisation'>
  teams: Pick<TeamStore, 'findMany'>
  matching: Pick<MatchService, 'teamsFor'>
}

/** The first few of a ranking: whoever comes later is no news to an issuer. */
const SHOWN_TEAMS = 5

/** Teams that fit an enterprise's open needs. Whether one of them has bid is no part of it. */
export function createMatchesSection(parts: MatchesSectionParts): DigestSection {
  const findNeed = coalesced<Need>((ids) => parts.needs.findMany(ids))
  const findTeam = coalesced((ids) => parts.teams.findMany(ids))

  async function itemsOf(need: Need): Promise<DigestItem[]> {
    const found = (await parts.matching.teamsFor(need, SHOWN_TEAMS)).filter(({ match }) => fits(match))
    return found.map(({ match, team, evidence: [pair] }) => ({
      key: `${need.id} ${team.id}`, need: need.id, team: team.id, score: match.score, reason: { kind: 'match' as const }, version: need.contentVersion,
      pairs: pair ? [{ need: pair.need.text, achievement: pair.item.text }] : [],
    }))
  }

  async function itemFor(item: DigestItem, to: Recipient, words: Words, now: Date): Promise<ShownItem[]> {
    const [need, team] = await Promise.all([findNeed(item.need), findTeam(item.team ?? '')])
    const view = need && isOpen(need, now) ? viewNeed(need, actorOf(to)) : undefined
    if (!view?.standing.issuer || !team) return []
    return [{
      title: team.name, path: `/teams/${team.id}`, facts: words('emails.digest.fitsNeed', { title: view.title }), why: '',
      pairs: item.version === view.contentVersion ? (item.pairs ?? []) : [],
    }]
  }

  return {
    topic: 'matches', place: '/my/needs',
    async choose(readers, now) {
      const found = await perOrganisation(readers, async (organisation) => {
        const open = (await parts.needs.ofOrganisation(organisation)).filter((need) => isOpen(need, now))
        const items: DigestItem[] = []
        for (const need of open) items.push(...(await itemsOf(need)))
        return items.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
      })
      return new Map(readers.map(({ person }) => [person.id, found.get(person.organisation) ?? []]))
    },
    show: async (items, to, words, now) => (await Promise.all(items.map((item) => itemFor(item, to, words, now)))).flat(),
  }
}
