import { grouped } from '../../kernel/grouped.ts'
import type { TrackWords } from './extract-topics.ts'

/** A published thing with the tracks its owner chose: where the words of a track come from. */
export interface TrackedThing { keywords: readonly string[]; tracks: readonly string[] }

/** What names of tracks begin and end with without saying which track it is. */
const filler = /^(?:新型|高端|第三代|通用|未来|新一代|智能)|(?:装备|技术|产业|经济|制造)$/u
/** A keyword speaks for a track when most things that carry it stand in that track, and not just one thing by chance. */
const mostly = 0.6
const fewest = 2
const shortest = 2

/**
 * Words that speak for each track: its name, the name without what every name has, and keywords of what was published
 * in it. So a city with other tracks needs no list of ours.
 */
export function trackWordsFrom(tracks: readonly { id: string; name: string }[], things: readonly TrackedThing[]): TrackWords[] {
  const pairs = things.flatMap((thing) => thing.keywords.map((keyword) => ({ keyword, tracks: thing.tracks })))
  const learned = [...grouped(pairs, (one) => one.keyword)].filter(([keyword]) => keyword.length >= shortest)
  return tracks.map(({ id, name }) => {
    const own = learned.filter(([, uses]) => speaksFor(uses, id)).map(([keyword]) => keyword)
    const bare = name.replace(filler, '').replace(filler, '')
    return { id, words: [...new Set([name, ...(bare.length >= shortest ? [bare] : []), ...own])] }
  })
}

function speaksFor(uses: readonly { tracks: readonly string[] }[], track: string): boolean {
  const inTrack = uses.filter((one) => one.tracks.includes(track)).length
  return inTrack >= fewest && inTrack >= mostly * uses.length
}
