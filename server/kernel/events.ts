/** Something that was decided. Written in the same conditional write as the state it changed. */
export interface DomainEvent {
  /** `<aggregate id>.<revision>`: deterministic, so that a repeated relay finds the same event. */
  id: string
  type: string
  at: Date
  /** Actor id; pseudonymous by itself. */
  by: string
  data: Record<string, unknown>
}

/** A document that is changed by decisions: one conditional write each, on `revision`. */
export interface Aggregate {
  id: string
  revision: number
  /** Events not yet taken by the relay. */
  events: DomainEvent[]
}

export interface Decision {
  type: string
  by: string
  at: Date
  data?: Record<string, unknown>
}

/** The next state of an aggregate together with the event that explains it. */
export function record<A extends Aggregate>(before: A, changes: Partial<A>, decision: Decision): A {
  const revision = before.revision + 1
  const event: DomainEvent = { id: `${before.id}.${revision}`, data: {}, ...decision }
  return { ...before, ...changes, revision, events: [...before.events, event] }
}
