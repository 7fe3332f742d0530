import type { Verdict } from '../../server/modules/matching/match-types.ts'

/** What staff said about a match, or, for `not-for-me`, the lead of the team itself. */
export interface DemoVerdict { need: string; team: string; kind: Verdict['kind']; reason: string }

const approve = (need: string, ...teams: string[]): DemoVerdict[] => teams.map((team) => ({ need, team, kind: 'approve', reason: '' }))
const veto = (need: string, team: string, reason: string): DemoVerdict => ({ need, team, kind: 'veto', reason })

/** Competitions of the last months: what the staff's judgements of the rankings are counted from, week by week. */
const EARLIER: DemoVerdict[] = [
  ...approve('need-fucosyllactose', 'team-membrane', 'team-synbio'),
  veto('need-fucosyllactose', 'team-corrosion', '做金属表面，不涉及发酵液分离。'),
  veto('need-fucosyllactose', 'team-electrochemistry', '没有食品级膜设备。'),
  ...approve('need-bend-restrictor', 'team-floating', 'team-corrosion', 'team-membrane'),
  veto('need-bend-restrictor', 'team-ship-power', '动力系统方向，与高分子材料无关。'),
  ...approve('need-gate-driver', 'team-power-package', 'team-power-electronics'),
  veto('need-gate-driver', 'team-floating', '只是用词相近，没有电力电子基础。'),
  ...approve('need-separator-coating', 'team-electrochemistry', 'team-membrane', 'team-corrosion'),
  ...approve('need-hard-carbon', 'team-electrochemistry'),
  veto('need-hard-carbon', 'team-textile', '纤维素原料相近，但没有炭化设备。'),
  ...approve('need-landing-pad', 'team-unmanned-flight', 'team-ocean-sensing'),
  veto('need-landing-pad', 'team-industrial-ai', 'Indoor cameras only; no flight tests.'),
  ...approve('need-exchange-membrane', 'team-membrane', 'team-electrochemistry'),
  veto('need-exchange-membrane', 'team-industrial-ai', '与膜材料无关。'),
  ...approve('need-methanol-supply', 'team-ship-power', 'team-hydrogen'),
  veto('need-methanol-supply', 'team-power-electronics', '没有防爆试验条件。'),
  ...approve('need-lentivirus', 'team-cell-process'),
  veto('need-lentivirus', 'team-unmanned-flight', 'Shares nothing but English words.'),
  ...approve('need-hydrogen-vessel', 'team-industrial-ai', 'team-hydrogen', 'team-mooring'),
  ...approve('need-cable-burial', 'team-floating', 'team-ocean-sensing'),
  veto('need-cable-burial', 'team-hydrogen', '与海底作业无关。'),
  ...approve('need-desizing', 'team-textile', 'team-synbio'),
  ...approve('need-ergothioneine', 'team-synbio'),
  veto('need-ergothioneine', 'team-ship-power', '用词偶合。'),
]

export const VERDICTS: DemoVerdict[] = [
  ...EARLIER,
  { need: 'need-mooring', team: 'team-mooring', kind: 'approve', reason: '' },
  { need: 'need-copper-sintering', team: 'team-power-package', kind: 'pin', reason: '有加压烧结机和功率循环台，去年完成同类连接工艺攻关，请优先对接。' },
  { need: 'need-t-cell', team: 'team-cell-process', kind: 'approve', reason: '' },
  { need: 'need-thermal-runaway', team: 'team-industrial-ai', kind: 'veto', reason: '负责人电话说明：本年度在研项目已满，且没有电池滥用试验条件。' },
  { need: 'need-detect-avoid', team: 'team-ocean-sensing', kind: 'not-for-me', reason: '我们的避碰算法面向水面，低空目标的雷达数据不足，暂不考虑。' },
]
