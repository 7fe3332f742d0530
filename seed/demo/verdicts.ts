import type { Verdict } from '../../server/modules/matching/match-types.ts'

/** What staff said about a match, or, for `not-for-me`, the lead of the team itself. */
export interface DemoVerdict { need: string; team: string; kind: Verdict['kind']; reason: string }

export const VERDICTS: DemoVerdict[] = [
  { need: 'need-mooring', team: 'team-mooring', kind: 'approve', reason: '' },
  { need: 'need-copper-sintering', team: 'team-power-package', kind: 'pin', reason: '有加压烧结机和功率循环台，去年完成同类连接工艺攻关，请优先对接。' },
  { need: 'need-t-cell', team: 'team-cell-process', kind: 'approve', reason: '' },
  { need: 'need-thermal-runaway', team: 'team-industrial-ai', kind: 'veto', reason: '负责人电话说明：本年度在研项目已满，且没有电池滥用试验条件。' },
  { need: 'need-detect-avoid', team: 'team-ocean-sensing', kind: 'not-for-me', reason: '我们的避碰算法面向水面，低空目标的雷达数据不足，暂不考虑。' },
]
