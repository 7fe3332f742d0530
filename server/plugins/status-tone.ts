/** Colour follows meaning, the same everywhere; the label says it too, so colour is never alone. */
type Tone = 'quiet' | 'waiting' | 'open' | 'active' | 'good' | 'bad'

const TONES: Record<string, Record<string, Tone>> = {
  need: {
    draft: 'quiet', submitted: 'waiting', argued: 'waiting', approved: 'waiting', published: 'open', closed: 'active',
    evaluating: 'active', proposed: 'active', publicised: 'active', contracting: 'active', executing: 'active',
    acceptance: 'active', settled: 'good', completed: 'good', rejected: 'bad', withdrawn: 'quiet', failed: 'bad', terminated: 'bad',
  },
  bid: {
    draft: 'quiet', submitted: 'waiting', stale: 'bad', withdrawn: 'quiet', opened: 'active', disqualified: 'bad',
    scored: 'active', won: 'good', 'runner-up': 'waiting', lost: 'quiet',
  },
  objection: { filed: 'waiting', accepted: 'active', inadmissible: 'quiet', upheld: 'bad', dismissed: 'quiet', withdrawn: 'quiet', lapsed: 'quiet' },
  organisation: { pending: 'waiting', verified: 'good', refused: 'bad' },
  person: { member: 'good', requested: 'waiting', refused: 'bad', inactive: 'quiet' },
  milestone: { planned: 'quiet', submitted: 'waiting', accepted: 'good', notMet: 'bad', rectifying: 'waiting', terminated: 'bad' },
}

export function toneOf(kind: string, state: string): Tone {
  return TONES[kind]?.[state] ?? 'quiet'
}
