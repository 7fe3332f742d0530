/** A text as it may leave the house: public fields only, in one string. */
export type PublicText = string

/**
 * How close texts are to one asked for, told by a service outside: an embedding model or a reranker. Off unless an
 * operator sets it up. Only public fields are ever passed in. One figure for each text, higher is closer, comparable
 * within one answer only. Throws `OutsideTrouble` for whatever goes wrong; callers then keep their own order.
 */
export interface OutsideKnowledge {
  readonly name: string
  closeness(asked: PublicText, texts: readonly PublicText[]): Promise<number[]>
}

/** `kind` is what an operator has to look at. */
export class OutsideTrouble extends Error {
  override readonly name = 'OutsideTrouble'
  readonly kind: 'unreachable' | 'refused' | 'nonsense' | 'budget' | 'resting'

  constructor(kind: OutsideTrouble['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}
