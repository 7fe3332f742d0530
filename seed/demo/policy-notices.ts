import type { PolicyNoticeContent } from '../../server/modules/policy-notices/policy-notice.ts'

/** `publishedDays`, `applyDays`: counted from the start of the demonstration. */
export interface PolicyNoticeSeed extends Omit<PolicyNoticeContent, 'applyUntil'> { id: string; publishedDays: number; applyDays: number | null }

/** What the fictional city offers its enterprises. */
export const POLICY_NOTICES: PolicyNoticeSeed[] = [
  {
    id: 'policy-joint-research', publishedDays: -3, applyDays: 32, title: '深海与海工装备产学研联合攻关补助（演示）', authority: '科技局（演示）',
    summary: '对通过揭榜挂帅与高校院所签约的深海、海工装备攻关项目，按合同实际支付额的20%给予补助，单个项目最高100万元。凭登记的技术合同和付款凭证在线申报。',
    link: 'https://policy.example/joint-research', tracks: ['deep-sea', 'advanced-equipment'], parks: [],
  },
  {
    id: 'policy-vouchers', publishedDays: -2, applyDays: null, title: '科技创新券兑付（演示）', authority: '技术转移中心（演示）',
    summary: '中小企业购买检验检测、概念验证和委托开发服务，可用创新券抵扣服务费用的30%，每家企业每年不超过20万元，常年受理。',
    link: '', tracks: [], parks: [],
  },
]
