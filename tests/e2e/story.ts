/** What is typed in the story of competition.test.ts, and the mail it has to cause. */
import { CAST, type Part, personOf } from '../../seed/demo/people.ts'

export const SUMMARY = '在浮式养殖平台的系泊缆上长期测量张力和应变，估计疲劳累积和剩余寿命。'
export const NEED = {
  title: '浮式平台系泊缆光纤光栅疲劳监测', summary: '系泊缆疲劳监测', background: '现有潜水员目视检查每季度一次，不能判断疲劳程度。',
  keywords: '系泊系统，疲劳寿命，光纤光栅',
  'indicators[0][name]': '张力测量误差', 'indicators[0][comparator]': 'at-most', 'indicators[0][value]': '3',
  trlNow: '3', trlWanted: '6', 'funding[kind]': 'budget', 'funding[amount]': '120', ipTerms: 'shared', bidderConditions: '有海上监测经验',
  deadline: '2026-12-11', 'tracks[]': ['deep-sea', 'ships-offshore'], annex: '平台坐标与系泊布置图编号',
}
export const DEADLINE = new Date('2026-12-11T15:59:59Z')

interface BidWords { route: string; plan: string; team: string; milestone: string; cost: string }
const bidOf = ({ route, plan, team, milestone, cost }: BidWords) => ({
  route, plan, team, cost, 'milestones[0][title]': milestone, 'milestones[0][month]': '6', 'milestones[0][share]': '100', noConflict: 'yes',
})
const WORDS = { route: '碎浪九四七光缆方案', plan: '碎浪九四七三步实施', team: '碎浪九四七团队七人', milestone: '碎浪九四七样机下水', cost: '94.7613' }
const RIVAL_WORDS = { route: '朔风二八六声学方案', plan: '朔风二八六两步实施', team: '朔风二八六团队五人', milestone: '朔风二八六海试', cost: '28.6429' }
export const BID = bidOf(WORDS)
export const RIVAL_BID = bidOf(RIVAL_WORDS)
export const LATE_BID = bidOf({ route: 'Too late, but not lost: acoustic emission', plan: 'One step', team: 'Two people', milestone: 'Buoy', cost: '60' })
/** Words that stand in one sealed bid only, as typed and as pages would print them. */
export const CANARIES = [...canaries(WORDS), '947,613', '947613']
export const RIVAL_CANARIES = [...canaries(RIVAL_WORDS), '286,429', '286429']
function canaries({ route, plan, team, milestone, cost }: BidWords): string[] {
  return [route, plan, team, milestone, cost]
}

const to = (part: Part, subject: string): string => `${personOf(CAST[part]).email} ${subject}：${NEED.title}`
const all = (parts: readonly Part[], subject: string): string[] => parts.map((part) => to(part, subject))
const ISSUERS = ['owner', 'teammate', 'manager'] as const
const OFFICERS = ['officer', 'secondOfficer'] as const

/** Who has to be told what, each once for each time it happens. */
export const MAIL: string[] = [
  ...all(OFFICERS, '待审核'), ...all(ISSUERS, '需求被退回修改'), ...all(OFFICERS, '待审核'),
  ...all(ISSUERS, '需求已通过审核'), ...all(ISSUERS, '已发榜'),
  // Receipts are mail about sealed bids, which the preview does not keep.
  to('rivalResearcher', '异议期即将结束'),
  ...all(ISSUERS, '已截榜，请参加开榜'), ...all(OFFICERS, '已截榜，待开榜'),
  ...all(ISSUERS, '等待您方确认开榜'),
  ...all(['teammate', 'manager'], '已开榜'), ...all(OFFICERS, '已开榜，请组建评审组'),
  ...all(['researcher', 'rivalResearcher'], '您的揭榜书已开启'),
  ...all(['reviewer', 'secondReviewer', 'thirdReviewer'], '请参加评审'), ...all(OFFICERS, '评审专家回避'), to('fourthReviewer', '请参加评审'),
  ...all(ISSUERS, '评审完成，请提出拟中榜方'), ...all(OFFICERS, '待确认拟中榜方'),
  ...all(ISSUERS, '进入公示'), to('researcher', '您的团队拟中榜'), to('rivalResearcher', '评审结果与反馈'),
  ...all(OFFICERS, '收到异议'), to('stranger', '异议已受理'), ...all(ISSUERS, '异议已受理'),
  to('stranger', '异议不成立'), ...all(ISSUERS, '异议不成立'),
  ...all(ISSUERS, '公示结束，请签约'), to('researcher', '您已中榜，请准备签约'),
  to('researcher', '合同待签'), to('researcher', '对方已签约'), ...all(ISSUERS, '对方已签约'), ...all(OFFICERS, '待登记合同'),
  ...all(ISSUERS, '合同已登记，项目启动'), to('researcher', '合同已登记，项目启动'),
].sort()
