import type { Connection } from 'mongoose'

/** A hand-in or withdrawal under way, in whichever process. It does not say for which need. */
export interface Ticket { id: string; takenAt: Date }

export interface TicketStore {
  take(ticket: Ticket): Promise<void>
  giveBack(id: string): Promise<void>
  all(): Promise<Ticket[]>
}

export function createTicketStore(connection: Connection): TicketStore {
  const rows = connection.collection<{ _id: string; takenAt: Date }>('intake')
  return {
    async take({ id, takenAt }) {
      await rows.insertOne({ _id: id, takenAt }, { writeConcern: { w: 'majority' } })
    },
    async giveBack(id) {
      await rows.deleteOne({ _id: id })
    },
    async all() {
      const found = await rows.find({}, { readConcern: { level: 'majority' } }).toArray()
      return found.map(({ _id, takenAt }) => ({ id: _id, takenAt }))
    },
  }
}
