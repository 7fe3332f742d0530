import {
  amountInWan, type CellReader, keywords, lastDay, oneOf, organisation, park, readiness, text, tokens, tracks,
} from './cell-readers.ts'
import type { ImportKind } from './import-job.ts'

/** What a column of a file may be called, and how its cells are read. The first name stands in the template. */
export interface ImportColumn { field: string; names: readonly string[]; read: CellReader; sample: string }

const TIER_WORDS = { district: ['区级', '县级', '区县级', '区(县)级'], city: ['市级'], province: ['省级', 'provincial'], nation: ['国家级', 'national'] }
const OFFER_WORDS = {
  transfer: ['转让', '技术转让'], licence: ['许可', '技术许可', 'license'], 'joint-development': ['合作开发', '联合开发'],
  investment: ['作价入股', '作价投资', '入股'], open: ['技术服务', '开放', 'service'],
}

const ID: ImportColumn = { field: 'id', names: ['编号', 'id', '项目编号', '需求编号', '成果编号', 'number'], read: text(200), sample: 'A-001' }
const KEYWORDS: ImportColumn = { field: 'keywords', names: ['关键词', 'keywords', '关键字'], read: keywords, sample: '涂层、盐雾' }
const TRACKS: ImportColumn = { field: 'tracks', names: ['赛道', 'tracks', '领域', '技术领域', 'track'], read: tracks, sample: '新材料' }
const ORGANISATION: ImportColumn = {
  field: 'organisation', names: ['单位', 'organisation', '单位名称', '企业名称', '所属单位', 'organization', 'company'], read: organisation, sample: '',
}

export const IMPORT_COLUMNS: Record<ImportKind, readonly ImportColumn[]> = {
  needs: [
    ID,
    { field: 'title', names: ['标题', 'title', '需求名称', '名称', '需求标题'], read: text(120), sample: '海上塔筒防腐涂层' },
    { field: 'content', names: ['内容', 'content', '需求内容', '需求描述', 'description'], read: text(8000), sample: '现有涂层两年起泡，需要耐盐雾四千小时的涂层。' },
    { field: 'summary', names: ['摘要', 'summary', '简介'], read: text(1000), sample: '' },
    { field: 'background', names: ['背景', 'background', '需求背景'], read: text(8000), sample: '' },
    { field: 'constraints', names: ['约束条件', 'constraints'], read: text(8000), sample: '' },
    { field: 'bidderConditions', names: ['揭榜方条件', 'bidder conditions', '揭榜条件'], read: text(8000), sample: '' },
    KEYWORDS, TRACKS,
    { field: 'trlWanted', names: ['TRL', '目标TRL', 'trlwanted', '目标技术成熟度', '技术成熟度'], read: readiness, sample: '6' },
    { field: 'trlNow', names: ['现有TRL', 'trlnow', '现有技术成熟度'], read: readiness, sample: '3' },
    { field: 'budget', names: ['预算(万元)', 'budget', '预算', '投入(万元)', '拟投入资金(万元)'], read: amountInWan, sample: '60' },
    { field: 'deadline', names: ['截榜日期', 'deadline', '截止日期', '截止时间'], read: lastDay, sample: '2027-06-30' },
    { field: 'park', names: ['园区', 'park', '所在园区'], read: park, sample: '' },
    ORGANISATION,
  ],
  achievements: [
    ID,
    { field: 'title', names: ['成果名称', 'title', '标题', '名称'], read: text(120), sample: '耐盐雾陶瓷涂层' },
    { field: 'title', names: ['title_tokens'], read: tokens(120), sample: '' },
    { field: 'summary', names: ['摘要', 'summary', '简介', '内容', 'content'], read: text(2000), sample: '盐雾四千小时无起泡。' },
    KEYWORDS, TRACKS,
    { field: 'trl', names: ['TRL', '技术成熟度'], read: readiness, sample: '6' },
    { field: 'tier', names: ['培育梯次', 'tier', '梯次'], read: oneOf(TIER_WORDS), sample: '市级' },
    { field: 'offer', names: ['合作方式', 'offer', '转化方式'], read: oneOf(OFFER_WORDS), sample: '许可' },
    { field: 'price', names: ['价格(万元)', 'price', '参考价格(万元)', '价格'], read: amountInWan, sample: '30' },
    { field: 'evidence', names: ['依据', 'evidence', '证明材料'], read: text(2000), sample: '第三方检测报告' },
    ORGANISATION,
  ],
}

/** Width, case, blanks and the star of a required column make no difference. */
const plainName = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/[\s*]/g, '')

/** The column of a file by what it means; undefined for those that mean nothing here. */
export function columnNamed(kind: ImportKind, name: string): ImportColumn | undefined {
  const wanted = plainName(name)
  return IMPORT_COLUMNS[kind].find((column) => column.names.some((one) => plainName(one) === wanted))
}

/** A file to fill in: the columns and one example row, as CSV that Excel opens (hence the mark at its beginning). */
export function templateOf(kind: ImportKind): string {
  const columns = IMPORT_COLUMNS[kind].filter((column) => !column.names.includes('title_tokens'))
  const lines = [columns.map((column) => column.names[0] ?? column.field), columns.map((column) => column.sample)]
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}
