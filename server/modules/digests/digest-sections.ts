import { createDeskSection, type DeskSectionParts } from './desk-section.ts'
import type { DigestSection } from './digest-section.ts'
import { createMatchesSection, type MatchesSectionParts } from './matches-section.ts'
import { createNeedsSection, type NeedsSectionParts } from './needs-section.ts'
import { createTasksSection, type TasksSectionParts } from './tasks-section.ts'

/** Everything a digest can tell of, in the order in which it is told: first what asks somebody to act. */
export const createDigestSections = (parts: DeskSectionParts & MatchesSectionParts & NeedsSectionParts & TasksSectionParts): DigestSection[] =>
  [createTasksSection(parts), createDeskSection(parts), createNeedsSection(parts), createMatchesSection(parts)]
