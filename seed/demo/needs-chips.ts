import { type DemoNeed, measure, weigh } from './demo-need.ts'

export const CHIP_NEEDS: DemoNeed[] = [
  {
    id: 'need-copper-sintering', issuer: 'person-ke-ning', stage: 'published', language: 'zh-CN', publishedDays: -18, openDays: 10,
    fits: ['team-power-package', 'team-power-electronics'],
    content: {
      title: '碳化硅模块大面积低压铜烧结工艺与材料',
      summary: '主驱碳化硅模块的芯片与基板、基板与散热底板连接拟由银烧结改为铜烧结以降低成本。需要抗氧化铜膏及十兆帕以下加压烧结工艺，在大面积连接中控制空洞与翘曲。',
      background: '现用银膏连接占封装材料成本约百分之二十二。铜膏小面积（五毫米见方）样品已达到剪切强度要求，但四十毫米级底板连接空洞集中在中心，温度冲击三百次后分层。企业已有加压烧结机两台和超声扫描设备。',
      indicators: [
        measure('烧结压力', 'at-most', '10', 'MPa'),
        measure('大面积连接空洞率（40mm×50mm）', 'at-most', '3', '%'),
        measure('剪切强度', 'at-least', '40', 'MPa'),
        measure('温度冲击（-40~150℃）', 'at-least', '1000', '次'),
        measure('膏体成本较银膏下降', 'at-least', '60', '%'),
      ],
      constraints: '烧结温度不高于260℃；气氛为氮气或甲酸，不使用高比例氢气；膏体常温储存不少于三个月。',
      trlNow: 4, trlWanted: 7, funding: { kind: 'budget', amount: 3_800_000 }, ipTerms: 'shared',
      bidderConditions: '有烧结材料或功率模块封装成果；可提供公斤级膏体试用。',
      park: 'suxitong', tracks: ['wide-bandgap', 'new-materials'],
      keywords: ['碳化硅', '铜烧结', '功率模块', '空洞率', '封装'],
      annex: '模块结构、现用银膏牌号和失效分析报告。', criteria: weigh('zh-CN', 30, 30, 20, 10, 10),
    },
  },
  {
    id: 'need-gate-driver', issuer: 'person-ke-ning', stage: 'contracting', language: 'zh-CN', publishedDays: -72, openDays: -40,
    fits: ['team-power-electronics', 'team-power-package'],
    content: {
      title: '碳化硅逆变器纳秒级短路保护与驱动一体化',
      summary: '1200伏碳化硅模块短路耐受时间不足两微秒，现用退饱和保护响应偏慢且在高速开关下误动作。需要无消隐时间或极短消隐的短路检测方法和车规驱动方案。',
      background: '企业模块在客户逆变器上发生过四起短路失效，保护动作时间实测为一点九微秒，接近器件极限。缩短消隐时间后在八十伏每纳秒开关速度下每小时误动作两次以上。希望方案可集成到模块内的辅助端子，不增加昂贵传感器。',
      indicators: [
        measure('一类短路检测与关断总时间', 'at-most', '600', 'ns'),
        measure('误动作（80V/ns，连续满载）', 'at-most', '1', '次/1000h'),
        measure('关断过电压', 'at-most', '1050', 'V'),
        measure('工作结温', 'between', '-40~175', '℃'),
      ],
      constraints: '驱动板尺寸不超过模块投影；关键芯片须有两家以上可替代来源。',
      trlNow: 4, trlWanted: 6, funding: { kind: 'budget', amount: 1_600_000 }, ipTerms: 'issuer-owns',
      bidderConditions: '有碳化硅驱动开发实绩，具备双脉冲与短路试验条件。',
      park: 'suxitong', tracks: ['wide-bandgap', 'next-gen-it'],
      keywords: ['碳化硅', '短路保护', '栅极驱动', '车规'],
      annex: '客户逆变器接口定义和四起失效的分析报告。', criteria: weigh('zh-CN', 35, 25, 20, 10, 10),
    },
  },
]
