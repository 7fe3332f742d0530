import type { ForwardTerms } from './forward-terms.ts'

/** For each term the texts that contain it, in flat arrays; covers the first `slots` texts of a store. */
export interface InvertedLists {
  slots: number
  terms: number
  /** Per term: where its postings begin, with one more entry at the end. */
  starts: Uint32Array
  texts: Uint32Array
  counts: Float32Array
}

export const noLists: InvertedLists = {
  slots: 0,
  terms: 0,
  starts: new Uint32Array(1),
  texts: new Uint32Array(0),
  counts: new Float32Array(0),
}

/** A counting sort of the forward store by term: about 10 ns a posting, so lists are made anew rather than patched. */
export function invert(store: ForwardTerms, alive: Uint8Array): InvertedLists {
  const starts = listStarts(store, alive)
  const terms = starts.length - 1
  const texts = new Uint32Array(starts[terms]!)
  const counts = new Float32Array(starts[terms]!)
  const next = starts.slice()
  eachLiving(store, alive, (slot, at) => {
    const place = next[store.terms.values[at]!]!++
    texts[place] = slot
    counts[place] = store.counts.values[at]!
  })
  return { slots: store.slots, terms, starts, texts, counts }
}

function listStarts(store: ForwardTerms, alive: Uint8Array): Uint32Array {
  const starts = new Uint32Array(store.dictionary.size + 1)
  eachLiving(store, alive, (_slot, at) => { starts[store.terms.values[at]! + 1]! += 1 })
  for (let term = 1; term < starts.length; term++) starts[term]! += starts[term - 1]!
  return starts
}

function eachLiving(store: ForwardTerms, alive: Uint8Array, see: (slot: number, at: number) => void): void {
  for (let slot = 0; slot < store.slots; slot++) {
    if (alive[slot] === 0) continue
    const end = store.start(slot + 1)
    for (let at = store.start(slot); at < end; at++) see(slot, at)
  }
}
