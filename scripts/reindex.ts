import { readConfig } from '../server/config.ts'
import { rebuildSearch } from '../server/modules/search/search-sources.ts'
import { openServices } from './open-services.ts'

/**
 * Rebuilds the search index from the database. An index in memory is rebuilt at every start by itself; there this only
 * checks that everything in the database can be indexed.
 */
async function main(): Promise<number> {
  const { services, close } = await openServices(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
  try {
    const started = performance.now()
    const { indexed, refused } = await rebuildSearch(services, told)
    const { engine, documents } = await services.search.health()
    for (const { kind, id, reason } of refused) process.stderr.write(`${kind} ${id}: ${reason}\n`)
    const counts = Object.entries(documents).map(([kind, count]) => `${kind} ${count}`).join(', ')
    console.log(`${engine}: ${indexed} indexed, ${refused.length} refused, in ${Math.round(performance.now() - started)} ms (${counts})`)
    return refused.length > 0 ? 1 : 0
  } finally {
    await services.search.close()
    await close()
  }
}

/** A line for every thousand documents read, and for every part that the index has taken in. */
function told(step: 'read' | 'written', documents: number, total?: number): void {
  if (total === undefined && documents % 1000 !== 0) return
  process.stderr.write(`${step} ${documents}${total === undefined ? '' : ` of ${total}`}\n`)
}

process.exitCode = await main()
