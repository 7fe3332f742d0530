import { pinyin } from 'pinyin-pro'
import { isHan } from '../matching/terms.ts'
import { pinyinSyllables } from './pinyin-syllables.ts'

const known = new Map<string, string[]>()

/** Toneless readings of one Han character, ü written v: 重 → zhong, chong. Empty for anything else. */
export function readingsOf(character: string): string[] {
  const ready = known.get(character)
  if (ready !== undefined) return ready
  const readings = isHan(character.charCodeAt(0)) ? read(character) : []
  known.set(character, readings)
  return readings
}

function read(character: string): string[] {
  const readings = pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true })
  return [...new Set(readings)].filter((reading) => /^[a-z]+$/.test(reading))
}

/** How neighbouring characters are read: 重庆 is chong qing, 重量 zhong liang. */
export function pairReading(pair: string): string[] {
  return pinyin(pair, { toneType: 'none', type: 'array', v: true })
}

/** A way to read Latin letters as pinyin: whole syllables, then perhaps the beginning of one more. */
export interface PinyinReading {
  whole: string[]
  begun: string
}

const longestSyllable = 6
const mostReadings = 4

/** At most four readings of a word, those with longer syllables first: "xianji" is xian ji before xi an ji. */
export function pinyinReadings(word: string): PinyinReading[] {
  const found: PinyinReading[] = []
  collect(word, [], found)
  return found.filter(({ whole, begun }) => whole.length >= 2 || (begun !== '' && !pinyinSyllables.has(word)))
}

function collect(rest: string, whole: string[], found: PinyinReading[]): void {
  if (found.length >= mostReadings) return
  if (rest === '') found.push({ whole, begun: '' })
  for (let length = Math.min(longestSyllable, rest.length); length > 0; length--) {
    const syllable = rest.slice(0, length)
    if (pinyinSyllables.has(syllable)) collect(rest.slice(length), [...whole, syllable], found)
  }
  if (rest.length < longestSyllable && rest !== '' && whole.length > 0 && beginsSyllable(rest)) found.push({ whole, begun: rest })
}

function beginsSyllable(letters: string): boolean {
  for (const syllable of pinyinSyllables) if (syllable.startsWith(letters) && syllable !== letters) return true
  return false
}
