import type { AmendableContent } from '../../server/modules/competition/need.ts'
import { measure } from './demo-need.ts'

/** A question about an open need, as far as it has come. Days are counted from now. */
export interface DemoQuestion {
  id: string
  need: string
  asker: string
  text: string
  askedDays: number
  /** As staff passed it on. */
  shown?: string
  /** Why staff did not. */
  rejected?: string
  answer?: string
}

/** A change of a published need, agreed to by the staff half a day later, or still waiting for them. */
export interface DemoAmendment { need: string; days: number; waiting?: true; reason: string; question: string | null; changes: Partial<AmendableContent> }

/** Somebody who is not here yet; the proposal waits for the staff. */
export interface DemoExpert { id: string; need: string; referrer: string; name: string; email: string; why: string; days: number }

export const QUESTIONS: DemoQuestion[] = [
  {
    id: 'question-mooring-power', need: 'need-mooring', asker: 'person-xu-wen', askedDays: -7,
    text: '南坪大学课题组想问：单点供电3瓦是否含水下解调单元的瞬时启动功率？',
    shown: '单点供电3瓦是否含水下解调单元的瞬时启动功率？',
    answer: '3瓦指连续平均功率。启动瞬间可到10瓦，持续不超过2秒，由浮标蓄电池承担。',
  },
  {
    id: 'question-mooring-rope', need: 'need-mooring', asker: 'person-ling-mai', askedDays: -5,
    text: '四段退役缆样的使用年限和直径分别是多少？能否在揭榜前查看拆检照片？',
    shown: '四段退役缆样的使用年限和直径分别是多少？能否在揭榜前查看拆检照片？',
    answer: '缆样均为直径120毫米聚酯缆，在役两年两段、三年两段。拆检照片涉及平台型号，中榜签约后提供。',
  },
  {
    id: 'question-mooring-window', need: 'need-mooring', asker: 'person-xu-wen', askedDays: -2,
    text: '出海安装的四个点是否由企业提供作业船和潜水员？', shown: '出海安装的四个点是否由企业提供作业船和潜水员？',
  },
  {
    id: 'question-electrolyser-stack', need: 'need-electrolyser', asker: 'person-luo-ji', askedDays: -1,
    text: '我们长滩研究院的膜电极能否直接装入现有槽体试用？需要哪些接口尺寸？',
  },
  {
    id: 'question-burial-zero', need: 'need-cable-burial', asker: 'person-cen-yang', askedDays: -8,
    text: '含沙量高时0.15米的埋深误差按单点最大值还是均方根值考核？', shown: '埋深误差0.15米按单点最大值还是均方根值考核？',
    answer: '按均方根值考核，单点最大误差另行约定。原指标没有写明，将据此变更需求。',
  },
  {
    id: 'question-burial-price', need: 'need-cable-burial', asker: 'person-ruan-hai', askedDays: -6,
    text: '目前有几家揭榜？报价大概多少？', rejected: '揭榜数量和内容在开榜前对任何人保密，无法答复。',
  },
]

export const AMENDMENTS: DemoAmendment[] = [
  {
    need: 'need-cable-burial', days: -4.5, question: 'question-burial-zero',
    reason: '答疑中明确埋深误差按均方根值考核，并补充单点最大误差。',
    changes: {
      indicators: [
        measure('埋深测量均方根误差（埋深0~3米）', 'at-most', '0.15', 'm'),
        measure('埋深单点最大误差（埋深0~3米）', 'at-most', '0.4', 'm'),
        measure('路由平面定位误差', 'at-most', '0.5', 'm'),
        measure('单日有效巡检里程', 'at-least', '15', 'km'),
        measure('作业海况', 'at-least', '3', '级'),
      ],
    },
  },
  {
    need: 'need-weld-films', days: -1, waiting: true, question: null, reason: '产线改造提前，验证改在新线上进行。',
    changes: { constraints: '须在新建焊接线上完成验证，停机时间每周不超过四小时；图像数据不得带出厂区网络。' },
  },
]

/** Fictional; addresses end in `.example`. */
export const EXPERTS: DemoExpert[] = [
  {
    id: 'expert-mooring', need: 'need-mooring', referrer: 'person-gu-cheng', name: '纪澈', email: 'ji.che@observatory.example', days: -1,
    why: '长期从事深海锚系的在位张力监测，去年共同发表过聚酯缆损伤识别的论文。',
  },
]
