import type { SearchConditions } from '../../server/modules/search/saved-search.ts'

/** What some of the researchers want to be told of. */
export const SEARCHES: { person: string; name: string; conditions: SearchConditions }[] = [
  { person: 'person-gu-cheng', name: '海缆与系泊', conditions: { q: '海缆' } },
  { person: 'person-gu-cheng', name: '', conditions: { track: ['deep-sea'], amountMin: '200' } },
  { person: 'person-elias-brandt', name: 'Cell culture', conditions: { q: 'cell' } },
  { person: 'person-pei-zhou', name: '', conditions: { track: ['energy-storage', 'new-energy'], trlMax: '6' } },
]
