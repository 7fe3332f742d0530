import type { Clock } from '../../kernel/clock.ts'
import { localInput } from '../../kernel/format.ts'
import type { Chore } from '../../relay/background.ts'
import type { Journal } from '../../relay/journal.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import { paddingRows } from './audit-seal.ts'
import type { AuditRow, AuditStore } from './audit-store.ts'
import type { KeptHead, LogBatch, LogStore } from './log-store.ts'
import { grown, rootOf } from './merkle-tree.ts'
import { headText } from './signed-head.ts'

export interface LogParts {
  audit: AuditStore
  log: LogStore
  journal: Pick<Journal, 'position'>
  vault: Pick<KeyVault, 'signer'>
  clock: Clock
}

/** Leaves that nobody may look into come in this number with every head, so that their number says nothing. */
const HIDDEN_LEAVES = 64

/**
 * Once a day everything decided since goes into the tree, and the tree is signed. Within such a batch leaves stand in
 * the order of their hashes: a place tells nobody how many came before it that day.
 */
export function createLogChore(parts: LogParts): Chore {
  return {
    name: 'log',
    async run() {
      const last = await parts.log.lastHead()
      const begun = await parts.log.batch(last?.size ?? 0)
      if (!begun && last && dayOf(last.at) >= dayOf(parts.clock.now())) return 0
      await finish(parts, begun ?? (await begin(parts, last)))
      return 1
    },
  }
}

const dayOf = (date: Date): string => localInput(date, 'date')

async function begin({ audit, log, journal, clock }: LogParts, last: KeptHead | undefined): Promise<LogBatch> {
  const [size, from, upTo] = [last?.size ?? 0, last?.upTo ?? 0, await journal.position('audit')]
  const hidden = (await audit.batch({ from, upTo, pads: size })).filter((row) => row.hidden).length
  return log.beginBatch({ size, from, upTo, padding: paddingFor(hidden), at: clock.now() })
}

/** None is as many as 64. */
const paddingFor = (hidden: number): number => (hidden === 0 ? HIDDEN_LEAVES : (HIDDEN_LEAVES - (hidden % HIDDEN_LEAVES)) % HIDDEN_LEAVES)

/** Every step may have been done before; repeating it writes the same. */
async function finish({ audit, log, vault }: LogParts, { size, from, upTo, padding, at }: LogBatch): Promise<void> {
  await audit.pad(paddingRows(size, padding, at))
  const rows = (await audit.batch({ from, upTo, pads: size })).toSorted(byLeaf)
  const { nodes, read } = await grown(size, rows.map((row) => row.leaf), log.read)
  await audit.place(rows, size)
  await log.keepNodes(nodes)
  const head = { size: size + rows.length, root: await rootOf(size + rows.length, read), at }
  await log.keepHead({ ...head, signature: (await vault.signer()).sign(headText(head)), upTo })
}

const byLeaf = (a: AuditRow, b: AuditRow): number => (a.leaf < b.leaf ? -1 : 1)
