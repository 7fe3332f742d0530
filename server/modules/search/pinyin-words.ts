import { isHan } from '../matching/terms.ts'
import { pairReading } from './pinyin-table.ts'

const longestWord = 6

/**
 * Pinyin of a text as words that a keyword engine can find: from each Han character on, the next two to six
 * syllables joined. "hanjie", typed in full or in part, is then a word or the beginning of one.
 */
export function pinyinWords(text: string): string[] {
  return [...new Set(hanRuns(text).flatMap((run) => wordsOf(pairReading(run))))]
}

function wordsOf(syllables: readonly string[]): string[] {
  return syllables.flatMap((_, from) => {
    const most = Math.min(longestWord, syllables.length - from)
    return Array.from({ length: Math.max(0, most - 1) }, (_, more) => syllables.slice(from, from + more + 2).join(''))
  })
}

function hanRuns(text: string): string[] {
  const runs: string[] = []
  let run = ''
  for (const character of `${text} `) {
    if (isHan(character.charCodeAt(0))) run += character
    else if (run !== '') {
      runs.push(run)
      run = ''
    }
  }
  return runs
}
