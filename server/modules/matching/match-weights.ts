/** How much each field counts when a text is compared. */
export interface FieldWeights {
  title: number
  summary: number
  body: number
  keywords: number
}

/** Everything that turns texts and structure into one score. Data, versioned: a score names the version that made it. */
export interface MatchWeights {
  version: string
  /** BM25: saturation of repeated terms, and how far long texts are held back. */
  k1: number
  b: number
  /** Of an item (achievement, profile). */
  item: FieldWeights
  /** Of a need: title and keywords per occurrence, summary and body as 1 + ln(occurrences). */
  need: FieldWeights
  /** Never mute a term completely: in a young market every term is in every need. */
  leastNeedIdf: number
  /** Text part below which a match is chance, not evidence: three in four pairs that graders call unfit lie below. */
  leastText: number
  /** Score from which a match is worth somebody's time: people are told of it, below it only staff see it. */
  leastFit: number
  /** Share of the ideal text score that counts as half a match. */
  halfText: number
  /** What each part adds at its best; texts come first, structure orders look-alikes. */
  parts: { text: number; indicators: number; track: number; trl: number; region: number; delivery: number; capacity: number; verdict: number }
}

/** k1, b and the weights of a need are the best row of the experiments in decision 0005. */
export const matchWeights: MatchWeights = {
  version: '2026-12',
  k1: 1.2,
  b: 0.75,
  item: { title: 1, summary: 0.5, body: 0.3, keywords: 1 },
  need: { title: 3, summary: 1, body: 1, keywords: 3 },
  leastNeedIdf: 0.1,
  leastText: 0.05,
  leastFit: 0.4,
  halfText: 0.12,
  parts: { text: 0.6, indicators: 0.1, track: 0.12, trl: 0.08, region: 0.06, delivery: 0.08, capacity: 0.06, verdict: 0.3 },
}
