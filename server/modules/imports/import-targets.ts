import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../kernel/actor.ts'
import type { Aggregate } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import type { BulkStore } from '../../store/bulk-store.ts'
import { draftNeed, EMPTY_CONTENT } from '../competition/draft.ts'
import type { Need, NeedContent } from '../competition/need.ts'
import type { Achievement } from '../library/achievement.ts'
import type { ImportRow } from './import-store.ts'

/** How rows become things of one kind. Things made here carry no events: the import's own explains all of them. */
export interface ImportTarget<A extends Aggregate> {
  store: BulkStore<A>
  /** The thing says already what the row says. */
  says(thing: A, row: ImportRow): boolean
  /** It is still in a state that a file may change. */
  isOpen(thing: A): boolean
  make(rows: readonly ImportRow[], by: string, now: Date): Promise<A[]>
  revise(thing: A, row: ImportRow, now: Date): A
}

type NumberGiver = (year: number, count: number) => Promise<string[]>

/** Needs come in as drafts of their organisation: nobody reviews or sees them before somebody completes them. */
export function needTarget(store: BulkStore<Need>, numbers: NumberGiver): ImportTarget<Need> {
  return {
    store,
    says: (need, { content }) => covers(need.content, content),
    isOpen: (need) => need.status === 'draft',
    async make(rows, by, now) {
      const given = await numbers(now.getUTCFullYear(), rows.length)
      return rows.map((row, i) => madeNeed(row, given[i] ?? '', by, now))
    },
    revise: (need, { content }) =>
      ({ ...need, revision: need.revision + 1, contentVersion: need.contentVersion + 1, content: { ...need.content, ...content } as NeedContent }),
  }
}

function madeNeed({ organisation, source, content }: ImportRow, number: string, by: string, now: Date): Need {
  const drafted = draftNeed({ id: newId(), number, source }, { ...EMPTY_CONTENT, ...content } as NeedContent, importerFor(organisation, by), now)
  if (!drafted.ok) throw new Error(`an import may not draft needs: ${drafted.refusal}`)
  return { ...drafted.value, events: [] }
}

/** Officers draft for the organisations they collect from. */
const importerFor = (organisation: string, by: string): Actor => ({ id: by, organisation, kind: 'bureau', roles: ['officer'], verified: true })

/** Achievements come in published: the officer who confirms the list answers for it. */
export function achievementTarget(store: BulkStore<Achievement>): ImportTarget<Achievement> {
  const empty = { summary: '', keywords: [], teams: [], tracks: [], trl: null, tier: null, evidence: '', offer: null, price: null }
  return {
    store,
    says: (achievement, { content }) => covers(achievement, content),
    isOpen: () => true,
    make: async (rows, _by, now) => rows.map(({ organisation, source, content }) =>
      ({ ...empty, ...content, id: newId(), revision: 1, events: [], organisation, published: true, source, changedAt: now }) as unknown as Achievement),
    revise: (achievement, { content }, now) => ({ ...achievement, ...content, revision: achievement.revision + 1, changedAt: now }) as Achievement,
  }
}

const covers = (thing: object, content: Record<string, unknown>): boolean =>
  Object.entries(content).every(([name, value]) => isDeepStrictEqual((thing as Record<string, unknown>)[name], value))
