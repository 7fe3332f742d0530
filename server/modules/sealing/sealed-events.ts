import type { DomainEvent } from '../../kernel/events.ts'
import { openValue, sealValue } from './cipher.ts'
import type { KeyVault } from './key-vault.ts'

/** What a sealed event says of itself: that it is one, and when. The type, who, and everything else is inside. */
export const SEALED_EVENT = 'sealed'

const placeOf = (id: string): string => `event ${id}`

/** Events of bids travel sealed from the row through the journal into the log; whoever follows the journal reads them plain. */
export function createEventSealer(vault: Pick<KeyVault, 'workKeys'>) {
  return {
    async seal(events: readonly DomainEvent[]): Promise<DomainEvent[]> {
      const { events: key } = await vault.workKeys()
      return events.map(({ id, at, type, by, data }) => {
        if (type === SEALED_EVENT) return { id, at, type, by, data }
        return { id, at, type: SEALED_EVENT, by: '', data: { sealed: sealValue(key, { type, by, data }, placeOf(id)) } }
      })
    },
    /** What does not open stays as it is: it was changed, and tells nobody anything. */
    async open<E extends DomainEvent>(events: readonly E[]): Promise<E[]> {
      if (!events.some((one) => one.type === SEALED_EVENT)) return [...events]
      const { events: key } = await vault.workKeys()
      return events.map((event) => {
        if (event.type !== SEALED_EVENT) return event
        const plain = openValue(key, sealedPart(event), placeOf(event.id)) as Pick<DomainEvent, 'type' | 'by' | 'data'> | undefined
        return plain ? { ...event, ...plain } : event
      })
    },
  }
}
/** A row that somebody changed may lack anything. */
const sealedPart = ({ data }: { data?: Record<string, unknown> | null }): unknown => data?.['sealed']

