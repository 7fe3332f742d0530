/** A text with its fields, as written by its author. Titles weigh more than bodies. */
export interface MatchText {
  title: string
  summary?: string
  /** Background, indicators as sentences, profile: everything else that may be compared. */
  body?: string
  keywords?: readonly string[]
}

/** What the parts of structure are computed from; a missing value neither helps nor harms. */
export interface MatchStructure {
  /** Track ids. */
  tracks: readonly string[]
  /** Park id. */
  park?: string
  district?: string
  /** Technology readiness level, 1 to 9: offered by an item, asked for by a need. */
  trl?: number
}

/** A target as entered: a number in plain notation, `low~high` for `between`, words for `described`. */
export interface TargetIndicator {
  name: string
  comparator: 'at-least' | 'at-most' | 'equal' | 'between' | 'described'
  value: string
  unit: string
}

export interface MatchNeed extends MatchStructure {
  id: string
  text: MatchText
  /** Missing: figures are read from the text. */
  indicators?: readonly TargetIndicator[]
  /** Organisation id of the issuer; its own teams are kept out. */
  organisation?: string
  /** ISO 8601. */
  deadline?: string
  /** ISO 8601; new needs come first in a researcher's feed. */
  publishedAt?: string
}

export interface MatchAchievement extends MatchStructure {
  id: string
  text: MatchText
}

export interface MatchTeam extends MatchStructure {
  id: string
  /** Name as title, profile as body, fields of work as keywords. */
  profile: MatchText
  organisation?: string
  achievements: readonly MatchAchievement[]
  /** Contracts delivered through this market, and those that ended badly. */
  delivery?: { delivered: number; failed: number }
  /** Contracts and bids in hand, and how many the team says it can carry. */
  capacity?: { active: number; limit: number }
}

/** What staff or the team itself said about one pair. */
export interface Verdict {
  needId: string
  /** Id of the team or achievement. */
  subjectId: string
  kind: 'approve' | 'pin' | 'veto' | 'not-for-me'
  reason?: string
}

/** Each part lies between 0 and 1, `verdict` between -1 and 1; they add up by the weights of the version used. */
export interface ScoreParts {
  text: number
  /** How far stated figures meet those asked for; 0.5 when there is nothing to compare. */
  indicators: number
  track: number
  trl: number
  region: number
  delivery: number
  capacity: number
  verdict: number
}

export interface Match {
  id: string
  /** Between 0 and 1 for the sum of the parts; pinned matches come first whatever their score. */
  score: number
  parts: ScoreParts
  pinned: boolean
  /** Version of the weights that made the score. */
  weights: string
  /** For a team: its achievements that meet the need best, best first, at most three. */
  through: string[]
}
