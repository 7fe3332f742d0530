import { bid, type DemoBid } from './demo-bid.ts'

export const ENERGY_BIDS: DemoBid[] = [
  bid('bid-carbon-tongchuan', 'need-hard-carbon', 'person-pei-zhou', -18, {
    route: '以本地稻壳为原料，酸洗脱灰至千分之二以下，预氧化固定骨架后两段炭化，气相沉积少量软碳封闭开孔以提高首次效率；低温性能通过层间距与电解液匹配解决。回转炉与企业所在园区供气条件相符。',
    plan: '三个月公斤级优化，五个月回转炉百公斤级，七个月吨级三批与软包验证。',
    milestones: [['公斤级样品达标', 3, 25], ['百公斤级批次稳定', 8, 35], ['吨级三批与软包验证', 15, 40]],
    cost: 2_450_000, team: '材料五人、工艺三人、电池测试三人，软包中试线自有。', achievements: ['ach-biomass-carbon'],
  }),
  bid('bid-carbon-nanping', 'need-hard-carbon', 'person-kang-li', -17, {
    route: '利用家纺企业棉麻边角料，取向纤维低温炭化后高温闭孔，原料成分稳定、灰分低；与纺织园区共建回收点控制成本。',
    plan: '四个月扣式优化，六个月公斤级，八个月百公斤级。',
    milestones: [['扣式电池达标', 4, 35], ['公斤级', 10, 35], ['百公斤级', 18, 30]],
    cost: 2_100_000, team: '纤维材料四人、炭化二人。', achievements: ['ach-fibre-carbon'],
  }),
  bid('bid-carbon-xianneng', 'need-hard-carbon', 'person-cen-yang', -16, {
    route: '采购商品竹炭前驱体，通过整形包覆提高压实，重点在企业电芯中做安全性评价。',
    plan: '十二个月。', milestones: [['包覆样品', 6, 50], ['电芯安全评价', 12, 50]],
    cost: 2_500_000, team: '检测四人、材料二人。', achievements: [],
  }),
  bid('bid-vessel-nanping', 'need-hydrogen-vessel', 'person-xu-wen', -5, {
    route: '两台线结构光传感器随丝嘴同步，获取丝束轮廓判定间隙、重叠与扭转；气幕防树脂污染；与缠绕机控制器联动，超限时停机回退一层。',
    plan: '三个月光学与防护样机，四个月识别模型，四个月驻场联调。',
    milestones: [['光学样机', 3, 30], ['检出率达标', 7, 40], ['驻场联调与验收', 11, 30]],
    cost: 1_680_000, team: '视觉四人、机电二人，驻场二人。', achievements: ['ach-tow-vision'],
  }),
  bid('bid-vessel-xianneng', 'need-hydrogen-vessel', 'person-cen-yang', -4, {
    route: '缠绕过程红外测温辅助判断富胶，成瓶后用工业断层扫描与水压声发射抽检，建立缺陷与爆破压力关系，反推缠绕允差。',
    plan: '十二个月，其中三十只试验瓶解剖与爆破占五个月。',
    milestones: [['抽检规程', 5, 40], ['试验瓶解剖与爆破', 10, 40], ['允差表与培训', 12, 20]],
    cost: 1_750_000, team: '检测六人，断层扫描与爆破舱自有。', achievements: ['ach-vessel-ct'],
  }),
  bid('bid-vessel-jianghai', 'need-hydrogen-vessel', 'person-zhuang-yi', -3, {
    route: '仅在试验瓶中铺入耐高温光纤，测固化残余应变与水压循环损伤，标定在线视觉判据；量产瓶不留传感元件。',
    plan: '十个月，与企业合作选定十五只试验瓶。',
    milestones: [['试验瓶制作', 4, 50], ['判据标定', 10, 50]],
    cost: 1_300_000, team: '光纤传感三人、力学二人。', achievements: ['ach-fbg-composite'],
  }),
  bid('bid-driver-tongchuan', 'need-gate-driver', 'person-ling-mai', -44, {
    route: '印制板内嵌罗氏线圈取电流变化率，与漏源电压组成双判据，识别后两级软关断限制过电压；驱动板投影不超过模块，隔离与放大器件均选两家以上可替代来源。',
    plan: '三个月原理样板，三个月结温与抗扰试验，四个月车规设计验证。',
    milestones: [['五百二十纳秒关断演示', 3, 35], ['连续满载千小时', 7, 40], ['设计验证与资料移交', 10, 25]],
    cost: 1_480_000, team: '驱动三人、电磁兼容二人、测试二人，对拖平台与双脉冲系统自有。', achievements: ['ach-sic-drive', 'ach-emi-filter'],
  }),
  bid('bid-driver-changtan', 'need-gate-driver', 'person-luo-ji', -43, {
    route: '利用模块辅助源极寄生电感压降检测短路，不增加传感元件；以十二款器件短路边界图谱确定阈值。',
    plan: '九个月完成阈值设计、驱动板与试验。',
    milestones: [['阈值与电路', 4, 50], ['抗扰与短路试验', 9, 50]],
    cost: 1_350_000, team: '封装与可靠性四人、电路二人。', achievements: ['ach-gan-short'],
  }),
]
