/** Something in the database that cannot be, in words for whoever runs it. */
export interface Finding { collection: string; id: string; says: string }

/** One line each, in the order of collections: `needs need-1: is published, its last event says closed`. */
export const lineOf = ({ collection, id, says }: Finding): string => `${collection} ${id}: ${says}`

/** What is wrong with one document: sentences, none when it is well. */
export type Sentences = (string | false | undefined)[]

export const found = (collection: string, id: string, sentences: Sentences): Finding[] =>
  sentences.filter((one) => typeof one === 'string').map((says) => ({ collection, id, says }))
