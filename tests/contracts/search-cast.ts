import type { SearchDocument } from '../../server/modules/search/search-index.ts'

function documentOf(fields: Partial<SearchDocument> & Pick<SearchDocument, 'kind' | 'id' | 'title'>): SearchDocument {
  return { summary: '', text: '', keywords: [], tracks: [], updatedAt: '2026-03-01T00:00:00.000Z', ...fields }
}

/** Invented documents that every test of a search index starts from. */
export const weldNeed = documentOf({
  kind: 'need', id: 'n-weld', title: '厚板激光焊接裂纹在线检测', summary: '起重机臂架焊缝的裂纹要在线检出。',
  text: '裂纹检出率不低于98%。', keywords: ['激光焊接', '无损检测'], tracks: ['equipment', 'sensing'], park: 'p-north', district: 'd-east',
  organisation: 'o-crane', organisationName: '江海起重机', trl: 6, amount: 800_000, deadline: '2026-06-30T16:00:00.000Z', status: 'open', tier: 'city',
  updatedAt: '2026-03-05T00:00:00.000Z',
})

/** Issued under an alias: carries no organisation. */
export const coatNeed = documentOf({
  kind: 'need', id: 'n-coat', title: '海上风电塔筒防腐涂层', summary: '耐盐雾三千小时。', keywords: ['涂层'], tracks: ['materials'], park: 'p-port',
  district: 'd-coast', trl: 7, amount: 1_500_000, deadline: '2026-05-15T16:00:00.000Z', status: 'open', tier: 'province', updatedAt: '2026-03-04T00:00:00.000Z',
})

export const visionNeed = documentOf({
  kind: 'need', id: 'n-vision', title: 'Battery separator defect inspection', summary: 'Machine vision for separator film, 锂电池隔膜表面缺陷。',
  keywords: ['machine vision'], tracks: ['sensing'], park: 'p-north', district: 'd-east', organisation: 'o-cell', organisationName: 'Haimen Cells',
  trl: 5, amount: 300_000, status: 'closed', tier: 'city', updatedAt: '2026-03-03T00:00:00.000Z',
})

export const robotNeed = documentOf({
  kind: 'need', id: 'n-robot', title: '船舶舱室喷涂机器人', summary: '封闭舱室内的爬壁机器人，适应曲面。', tracks: ['equipment', 'marine'], park: 'p-port',
  district: 'd-coast', organisation: 'o-yard', organisationName: '启明船厂', trl: 4, amount: 2_000_000, deadline: '2026-08-01T16:00:00.000Z', status: 'open',
  updatedAt: '2026-03-02T00:00:00.000Z',
})

export const needs = [weldNeed, coatNeed, visionNeed, robotNeed]

export const achievements = [
  documentOf({ kind: 'achievement', id: 'a-crack', title: '激光焊接裂纹超声检测装置', summary: '裂纹检出率99%。', tracks: ['equipment'], owners: ['t-weld'], trl: 7 }),
  documentOf({ kind: 'achievement', id: 'a-path', title: '焊接机器人路径规划', summary: '自动生成焊接路径。', tracks: ['equipment'], owners: ['t-weld', 't-robot'], trl: 5 }),
  documentOf({ kind: 'achievement', id: 'a-salt', title: '耐盐雾重防腐涂层', summary: '盐雾四千小时无起泡。', tracks: ['materials'], owners: ['t-coat'], trl: 8 }),
  documentOf({ kind: 'achievement', id: 'a-seed', title: '高油酸油菜育种', summary: '新品种三个。', tracks: ['farming'], trl: 8 }),
]

export const teams = [
  documentOf({ kind: 'team', id: 't-weld', title: '焊接质量课题组', summary: '焊接缺陷检测。', organisationName: '江海大学', tracks: ['equipment'] }),
]

export const everything = [...needs, ...achievements, ...teams]

export { documentOf }
