import type { ReviewerGold } from './shared-data.ts'

type ScoreOf = (researcher: string, paper: string) => number

/** The gold standard's own loss, mean over its samples of profiles: 0 perfect, 0.5 chance. */
export function reviewerLoss(gold: ReviewerGold, scorerOf: (set: ReviewerGold['sets'][number]) => ScoreOf): number {
  const losses = gold.sets.map((set) => setLoss(gold.refs, scorerOf(set)))
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

function setLoss(refs: ReviewerGold['refs'], scoreOf: ScoreOf): number {
  let lost = 0
  let whole = 0
  for (const [researcher, ratings] of Object.entries(refs)) {
    const papers = Object.entries(ratings).map(([paper, rating]) => ({ rating, score: scoreOf(researcher, paper) }))
    papers.forEach((a, at) => papers.slice(at + 1).forEach((b) => {
      const difference = Math.abs(a.rating - b.rating)
      whole += difference
      if (a.score === b.score) lost += difference / 2
      else if ((a.rating - b.rating) * (a.score - b.score) < 0) lost += difference
    }))
  }
  return lost / whole
}
