import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { formatPercent } from '../../kernel/format.ts'
import type { NeedView } from '../competition/need-view.ts'
import { type NeedNames, nextOf } from '../needs/need-pages.ts'
import type { Team } from '../library/team.ts'
import type { EvidencePair, EvidenceSide } from './evidence.ts'
import { LEARNABLE } from './learned-weights.ts'
import { fits } from './match-score.ts'
import type { AchievementMatch, NeedMatch, TeamMatch } from './match-service.ts'
import type { Match } from './match-types.ts'
import { type KnownOfBoth, scoreWords } from './match-score-words.ts'
import type { AskedTeam } from './why-not-reader.ts'
import type { PlatformMatch } from './platform-match-service.ts'
import type { WhyNot } from './why-not.ts'

type Reader = Pick<Context, 'locale' | 'words'>
interface SetAside { id: string; href: string; name: string; kind: string; reason: string; veto: boolean }
type Segments = { text: string; marked: boolean }[]

/** The phrase cut where its marks begin and end. */
export function segmentsOf({ text, marks }: EvidenceSide): Segments {
  let at = 0
  const pieces = marks.flatMap(({ start, end }) => {
    const before = text.slice(at, start)
    at = end
    return [{ text: before, marked: false }, { text: text.slice(start, end), marked: true }]
  })
  return [...pieces, { text: text.slice(at), marked: false }].filter((piece) => piece.text !== '')
}

const pairsOf = (evidence: readonly EvidencePair[], source?: { source: string; href: string }) =>
  evidence.map((pair) => ({ need: segmentsOf(pair.need), achievement: segmentsOf(pair.item), ...source }))

function partsOf({ parts }: Match, { words, locale }: Reader) {
  return LEARNABLE.map((part) => ({ label: words(`matching.part.${part}`), share: parts[part], text: formatPercent(parts[part], locale) }))
}

/** The parts in words, for those who would rather read than compare bars. */
function saidOf({ parts }: Match, known: KnownOfBoth, { words }: Reader): string {
  const said = scoreWords(parts, known).filter(({ word }) => !word.endsWith('.unknown')).map(({ word }) => words(`matching.word.${word}`))
  return words('matching.words', { list: said.join(words('matching.comma')) })
}

const knownOf = (need: Pick<NeedView, 'tracks' | 'trlWanted'>, team: Team): KnownOfBoth =>
  ({ tracks: need.tracks.length > 0 && team.tracks.length > 0, trl: need.trlWanted !== null, delivered: team.delivered })

/** Half a week old. */
const NEW = 0.7
/** A month ahead nobody counts days. */
const soon = (days: number | undefined): number | null => (days !== undefined && days <= 14 ? days : null)

const scoreOf = (match: Match): number => Math.round(match.score * 100)

/** Teams and achievements for a need; staff also decide here. */
export function needMatchesPage(
  parts: { view: NeedView; aside: SetAside[]; teams: TeamMatch[]; achievements: AchievementMatch[]; platforms: PlatformMatch[]; organisation(id: string): string; whyNot: AskedTeam | undefined; said: Map<string, string> },
  reader: Reader, form?: FormState,
): Page {
  const { view, teams, achievements, organisation } = parts
  const cards = teams.map(({ match, team, through, evidence }) => ({
    id: team.id, href: `/teams/${team.id}`, name: team.name, organisation: organisation(team.organisation), score: scoreOf(match),
    fits: fits(match), pinned: match.pinned, said: parts.said.get(team.id) ?? null, parts: partsOf(match, reader), words: saidOf(match, knownOf(view, team), reader),
    pairs: pairsOf(evidence, through && { source: through.title, href: `/achievements/${through.id}` }),
  }))
  return {
    template: 'matching/need', title: reader.words('matching.needTitle'), ...(form ? { form } : {}),
    model: {
      need: view, staff: view.standing.officer, aside: parts.aside,
      teams: cards.filter((card) => card.fits),
      further: cards.filter((card) => !card.fits),
      achievements: achievements.map(({ match, achievement, also, evidence }) => ({
        also: also.map((id, i) => ({ href: `/achievements/${id}`, label: String(i + 2) })),
        href: `/achievements/${achievement.id}`, title: achievement.title, organisation: organisation(achievement.organisation),
        score: scoreOf(match), pairs: pairsOf(evidence),
      })),
      platforms: parts.platforms.map(({ match, platform, evidence }) => ({
        name: reader.locale === 'en' && platform.nameEn ? platform.nameEn : platform.name, kind: platform.kind, score: scoreOf(match), pairs: pairsOf(evidence),
      })),
      whyNot: parts.whyNot && { asked: parts.whyNot.asked, text: whyNotText(parts.whyNot, reader) },
    },
  }
}

function whyNotText({ name, asked, answer }: AskedTeam, { words, locale }: Reader): string {
  const reason = words(`matching.why.${answer.kind}`, whyValues(answer, { words, locale }))
  return words('matching.whyAnswer', { team: name ?? asked, reason })
}

function whyValues(answer: WhyNot, { words, locale }: Reader): Record<string, unknown> {
  if (answer.kind === 'shown') return { position: answer.position }
  if (answer.kind !== 'outranked') return {}
  const { position, part, own, lastShown } = answer
  return { position, part: words(`matching.part.${part}`), own: formatPercent(own, locale), last: formatPercent(lastShown, locale) }
}

/** A researcher's day: the open needs that fit, each with its reason. */
export function todayPage(
  parts: { matches: { view: NeedView; match: NeedMatch }[]; names: NeedNames; hasTeam: boolean }, reader: Reader, form?: FormState,
): Page {
  const { words, locale } = reader
  return {
    template: 'matching/today', title: words('matching.todayTitle'), ...(form ? { form } : {}),
    model: {
      hasTeam: parts.hasTeam,
      needs: parts.matches.map(({ view, match }) => ({
        id: view.id, href: `/needs/${view.id}`, title: view.title, summary: view.summary, amount: view.funding?.amount ?? null, deadline: view.deadline,
        issuer: parts.names.organisation(view.organisation), team: match.team.id, teamName: match.team.name, score: scoreOf(match.match),
        tracks: view.tracks.map((track) => parts.names.region.track(track, locale)), pairs: pairsOf(match.evidence), next: nextOf(view, words),
        words: saidOf(match.match, knownOf(view, match.team), reader), isNew: match.feed.novelty >= NEW, daysLeft: soon(match.feed.daysLeft),
      })),
    },
  }
}
