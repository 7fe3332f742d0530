import type { Clock } from '../../kernel/clock.ts'
import type { Chore } from '../../relay/background.ts'
import type { ImportService } from './import-service.ts'
import type { ImportStore } from './import-store.ts'

/** Notices and due dates wait no longer than this for an import. */
const SLICE_MS = 3000
/** After a failure the same batch is tried again, but not twice a second. */
const PAUSE_MS = 20_000

/** Writes confirmed imports in the background, also those that a stopped process left half-way. */
export function createImportChore(parts: { imports: ImportStore; importing: ImportService; clock: Clock }): Chore {
  const resting = new Map<string, number>()
  return {
    name: 'imports',
    async run(goOn) {
      const end = performance.now() + SLICE_MS
      const due = (await parts.imports.running()).find((job) => (resting.get(job.id) ?? 0) < performance.now())
      if (!due) return 0
      try {
        return await parts.importing.run(due.id, () => parts.clock.now(), () => goOn() && performance.now() < end)
      } catch (error) {
        resting.set(due.id, performance.now() + PAUSE_MS)
        throw error
      }
    },
  }
}
