import type { Organisation } from '../accounts/organisation.ts'
import type { NeedView } from '../competition/need-view.ts'
import type { AchievementView } from '../library/achievement.ts'
import type { TeamView } from '../library/team.ts'
import type { SearchDocument } from './search-index.ts'

/** What a document says about whoever it belongs to. */
export type OwnerFacts = Pick<Organisation, 'id' | 'name' | 'district' | 'park'>

/** Seed data has no date of its own; it counts as older than everything that was written here. */
const LONG_AGO = new Date(0)

/** A need as strangers see it: the caller passes the stranger's view, so nothing else can get in. */
export function needDocument(view: NeedView, owner: OwnerFacts | undefined): SearchDocument {
  const { title, summary, keywords, tracks, status, indicators, funding, trlWanted, deadline, park, entered } = view
  return {
    kind: 'need', id: view.id, title, summary, keywords, tracks, status,
    text: indicators.map(sentenceOf).join('；'),
    organisation: view.organisation, updatedAt: (entered.published ?? LONG_AGO).toISOString(),
    ...present({
      park, organisationName: owner?.name, district: owner?.district, trl: trlWanted, amount: funding?.amount,
      deadline: deadline?.toISOString(),
    }),
  }
}

export function achievementDocument(view: AchievementView, owner: OwnerFacts | undefined): SearchDocument {
  const { title, summary, keywords, tracks, evidence, teams, trl, tier, price, organisation, offer } = view
  return {
    kind: 'achievement', id: view.id, title, summary, keywords, tracks, text: evidence, owners: teams, organisation,
    updatedAt: (view.changedAt ?? LONG_AGO).toISOString(),
    ...present({
      // The state an achievement is in is what it is offered for.
      status: offer, trl, tier, amount: price, organisationName: owner?.name, district: owner?.district, park: owner?.park,
    }),
  }
}

export function teamDocument(view: TeamView, owner: OwnerFacts | undefined): SearchDocument {
  const { name, profile, keywords, tracks, organisation, district } = view
  return {
    kind: 'team', id: view.id, title: name, summary: profile, text: '', keywords, tracks, organisation,
    updatedAt: (view.changedAt ?? LONG_AGO).toISOString(),
    ...present({ district: district || owner?.district, organisationName: owner?.name, park: owner?.park }),
  }
}

function sentenceOf({ name, value, unit }: NeedView['indicators'][number]): string {
  return `${name} ${value}${unit}`
}

type Optional = 'park' | 'district' | 'organisationName' | 'trl' | 'tier' | 'amount' | 'deadline' | 'status'

/** The index knows absent fields, not empty ones. */
function present(fields: { [K in Optional]?: SearchDocument[K] | null | undefined }): Partial<SearchDocument> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''))
}
