import { changesOnly } from '../../store/changes-only.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import { createDeskSection, type DeskSectionParts } from './desk-section.ts'
import type { DigestSection } from './digest-section.ts'
import type { DigestSource } from './digest-sources.ts'
import { createMatchSource, type MatchStores } from './match-source.ts'
import { createMatchesSection, type MatchesSectionParts } from './matches-section.ts'
import { createNeedsSection, type NeedsSectionParts } from './needs-section.ts'
import { createPoliciesSection, type PoliciesSectionParts } from './policies-section.ts'
import { createTasksSection, type TasksSectionParts } from './tasks-section.ts'

type Parts = DeskSectionParts & MatchesSectionParts & PoliciesSectionParts & TasksSectionParts & MatchStores & Omit<NeedsSectionParts, 'matches' | 'sources'> & {
  /** Whoever knows needs for people besides the matching. */
  furtherSources: readonly DigestSource[]
}

/** Everything a digest can tell of, in the order in which it is told: first what asks somebody to act. */
export function createDigestSections(given: Parts & { needs: Pick<NeedStore, 'revisions'> }): DigestSection[] {
  // Batch after batch asks for the same needs of the week.
  const parts: Parts = { ...given, needs: { ...given.needs, findMany: changesOnly(given.needs) } }
  const matches = createMatchSource(parts)
  const needs = createNeedsSection({ ...parts, matches, sources: [matches, ...parts.furtherSources] })
  return [createTasksSection(parts), createDeskSection(parts), needs, createMatchesSection(parts), createPoliciesSection(parts)]
}
