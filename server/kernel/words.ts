export type WordValues = Record<string, unknown>
/** Looks up a sentence in the reader's language and fills in its values. */
export type Words = (key: string, values?: WordValues) => string
