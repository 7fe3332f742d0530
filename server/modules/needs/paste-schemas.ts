import Type from 'typebox'
import { number, rows, text, texts, type FormValues } from '../../http/form.ts'
import type { Upload } from '../../plugins/forms.ts'
import { needFromForm } from './need-form.ts'
import { NeedBody } from './need-schemas.ts'
import { MAX_PASTED } from './pasted-text.ts'

const CLOSED = { additionalProperties: false }

/** Words, or a file as base64. */
export const PasteBody = Type.Object({
  text: Type.String({ maxLength: 200_000, default: '' }),
  fileName: Type.String({ maxLength: 200, default: '' }),
  content: Type.String({ maxLength: 7_000_000, default: '', description: 'A .txt, .docx or .xlsx file, base64' }),
}, CLOSED)

const place = { start: Type.Integer(), end: Type.Integer(), text: Type.String() }
const found = (value: ReturnType<typeof Type.String> | ReturnType<typeof Type.Number> | ReturnType<typeof Type.Object>) => Type.Object({ value, ...place }, CLOSED)
const orNull = (schema: object) => Type.Unsafe<unknown>({ anyOf: [schema, { type: 'null' }] })
const indicator = Type.Object({ name: Type.String(), comparator: Type.String(), value: Type.String(), unit: Type.String() }, CLOSED)

/** Values with the stretch of the text each was read from. */
export const ExtractionAnswer = Type.Object({
  text: Type.String(), budget: orNull(found(Type.Number())), deadline: orNull(found(Type.String())), indicators: Type.Array(Type.Unsafe<unknown>(found(indicator))),
  keywords: Type.Array(Type.Unsafe<unknown>(found(Type.String()))), tracks: Type.Array(Type.Unsafe<unknown>(found(Type.String()))),
  trlNow: orNull(found(Type.Number())), trlWanted: orNull(found(Type.Number())),
}, CLOSED)

/** The fields a paste can fill. */
export const PASTE_FIELDS = ['title', 'summary', 'background', 'funding', 'deadline', 'trlNow', 'trlWanted', 'keywords', 'tracks', 'indicators'] as const
export type PasteField = (typeof PASTE_FIELDS)[number]

const { title: _title, summary, background, funding, deadline, trlNow, trlWanted, keywords, tracks, indicators } = NeedBody.properties
/** What the person who pasted confirmed. `take` names the fields; the others are left as they are. */
export const ConfirmedBody = Type.Object({
  take: Type.Array(Type.Unsafe<PasteField>({ type: 'string', enum: [...PASTE_FIELDS] }), { maxItems: PASTE_FIELDS.length, default: [] }),
  title: Type.String({ maxLength: 120, default: '' }), summary, background, funding, deadline, trlNow, trlWanted, keywords, tracks, indicators,
  /** The draft that is filled in, and the revision it was seen at; a new one when left out. */
  need: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  revision: Type.Optional(Type.Integer({ minimum: 0 })),
  text: Type.String({ maxLength: MAX_PASTED, default: '' }),
}, CLOSED)

export function pasteFromForm(form: FormValues): object {
  const file = form['content'] as Partial<Upload> | undefined
  return { text: text(form, 'text'), fileName: file?.filename ?? '', content: file?.bytes?.toString('base64') ?? '' }
}

/** A field that is not taken is as good as empty: what is wrong with it must not stop the others. */
export function confirmedFromForm(form: FormValues): object {
  const take = texts(form, 'take')
  const kept = Object.fromEntries(Object.entries(form).filter(([name]) => take.includes(name)))
  const indicators = rows(form, 'indicators').filter((row) => row['take'] === 'yes')
  const all = needFromForm({ ...kept, indicators }) as Record<string, unknown>
  const fields = Object.fromEntries(PASTE_FIELDS.map((name) => [name, all[name]]))
  return {
    take: [...new Set([...take, ...(indicators.length > 0 ? ['indicators'] : [])])], ...fields, text: text(form, 'text'),
    ...(text(form, 'need') ? { need: text(form, 'need'), revision: number(form, 'revision') } : {}),
  }
}
