import { type FormValues, number, rows, text, texts, words } from '../../http/form.ts'
import type { ParkContent } from './park.ts'

export function parkFromForm(form: FormValues): object {
  return {
    ...(form['id'] === undefined ? {} : { id: text(form, 'id') }),
    ...(form['revision'] === undefined ? {} : { revision: number(form, 'revision') }),
    name: text(form, 'name'), nameEn: text(form, 'nameEn'), district: text(form, 'district'), districtEn: text(form, 'districtEn'),
    directions: rows(form, 'directions').filter((row) => text(row, 'name') !== '' || text(row, 'nameEn') !== '').map((row) => ({
      name: text(row, 'name'), nameEn: text(row, 'nameEn'), detail: words(row, 'detail'), tracks: texts(row, 'tracks'),
    })),
  }
}

export function parkToForm(park: ParkContent): FormValues {
  const { name, nameEn, district, districtEn, directions } = park
  return { name, nameEn, district, districtEn, directions: directions.map((one) => ({ ...one, detail: one.detail.join('，') })) }
}

export const assessmentFromForm = (form: FormValues): object =>
  ({ year: number(form, 'year'), result: text(form, 'result'), note: text(form, 'note') })

export const EMPTY_PARK: ParkContent = { name: '', nameEn: '', district: '', districtEn: '', directions: [] }
