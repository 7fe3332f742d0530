import type { ImportKind } from './import-job.ts'

/** What the cells of one row mean; a column that is there with an empty cell is there with `undefined`. */
export type Fields = Record<string, unknown>

/**
 * The part of a thing's content that a row speaks of. Only columns the file has: what it does not mention stays as it
 * is when the import is repeated.
 */
export function contentOf(kind: ImportKind, fields: Fields): Record<string, unknown> {
  return kind === 'needs' ? needContent(fields) : achievementContent(fields)
}

const SUMMARY_LENGTH = 200

function needContent(fields: Fields): Record<string, unknown> {
  const { content, summary, background, budget } = fields
  const whole = typeof content === 'string' ? content : ''
  return {
    ...plain(fields, { title: '', constraints: '', bidderConditions: '', keywords: [], tracks: [], trlNow: null, trlWanted: null, deadline: null, park: null }),
    ...('content' in fields || 'summary' in fields ? { summary: summary ?? shortened(whole) } : {}),
    ...('content' in fields || 'background' in fields ? { background: background ?? whole } : {}),
    ...('budget' in fields ? { funding: typeof budget === 'number' ? { kind: 'budget', amount: budget } : null } : {}),
  }
}

function achievementContent(fields: Fields): Record<string, unknown> {
  return plain(fields, {
    title: '', summary: '', keywords: [], tracks: [], trl: null, tier: null, offer: null, price: null, evidence: '',
  })
}

/** By characters as readers count them, so that none is cut in half. */
const shortened = (text: string): string => [...text].slice(0, SUMMARY_LENGTH).join('')

function plain(fields: Fields, empty: Record<string, unknown>): Record<string, unknown> {
  const present = Object.entries(empty).filter(([name]) => name in fields)
  return Object.fromEntries(present.map(([name, nothing]) => [name, fields[name] ?? nothing]))
}
