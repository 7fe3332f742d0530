import { bid, type DemoBid } from './demo-bid.ts'

export const MATERIAL_BIDS: DemoBid[] = [
  bid('bid-lactose-tongchuan', 'need-fucosyllactose', 'person-mei-qi', -80, {
    route: '超滤后以双电性纳滤膜做等容渗滤，分离盐与残余乳糖，再以低压电渗析降灰分；清洗采用酶与弱碱交替，不用强酸。目标糖透过损失由膜电荷与操作压力共同控制。',
    plan: '两个月膜筛选，三个月一吨每天中试，三个月长周期运行与工艺包。',
    milestones: [['膜筛选与小试', 2, 25], ['中试指标达标', 5, 40], ['长周期运行与工艺包', 8, 35]],
    cost: 1_380_000, team: '膜材料三人、工艺四人，膜堆评价装置自有。', achievements: ['ach-sugar-nf', 'ach-anion-membrane'],
  }),
  bid('bid-lactose-yunting', 'need-fucosyllactose', 'person-dai-xin', -79, {
    route: '先替换为低残余乳糖菌株，使残余乳糖低于五克每升，再配现有纳滤完成脱盐，减轻膜负荷。',
    plan: '十二个月，含菌株转入与法规资料准备。',
    milestones: [['菌株转入与发酵', 6, 50], ['下游贯通', 12, 50]],
    cost: 1_450_000, team: '菌株三人、发酵三人。', achievements: ['ach-hmo-strain'],
  }),
  bid('bid-membrane-tongchuan', 'need-exchange-membrane', 'person-mei-qi', -14, {
    route: '无醚主链侧链接枝哌啶，兼顾低电阻与碱稳定；网布在线复合采用两次浸涂，控制残余应力；表面轻度磺化形成薄的双极层抑制有机物吸附。全程不使用氯甲醚。',
    plan: '四个月配方与小样，四个月企业涂布线三轮试制，六个月膜堆九十天运行与改进。',
    milestones: [['小样指标', 4, 30], ['一点二米幅宽试制', 8, 40], ['九十天运行', 14, 30]],
    cost: 2_520_000, team: '合成四人、成型三人、评价三人，六百毫米流延线自有。', achievements: ['ach-anion-membrane'],
  }),
  bid('bid-membrane-canglan', 'need-exchange-membrane', 'person-shen-lan', -13, {
    route: '对企业现用阴膜做两性离子表面接枝，优先解决有机污染；面电阻通过减薄网布改善。改动小，可较快上线。',
    plan: '九个月完成接枝、中试与运行考核。',
    milestones: [['接枝小样', 3, 40], ['在线接枝', 6, 30], ['运行考核', 9, 30]],
    cost: 1_600_000, team: '表面化学三人、检测二人。', achievements: ['ach-antifouling'],
  }),
  bid('bid-membrane-xianneng', 'need-exchange-membrane', 'person-cen-yang', -12, {
    route: '引进商品季铵膜改性，侧重膜堆流道与倒极控制，降低污染影响。',
    plan: '十个月。', milestones: [['流道设计', 5, 50], ['膜堆试验', 10, 50]],
    cost: 2_300_000, team: '装备四人、化工一人。', achievements: [],
  }),
  bid('bid-coating-tongchuan', 'need-separator-coating', 'person-pei-zhou', -20, {
    route: '片状纳米勃姆石与芳纶纳米纤维搭接成网，单面零点九微米仍保持耐热；粘结剂改用低吸水交联型丙烯酸酯，减少卷芯水分。浆料低粘高固，适应一百米每分钟微凹版涂布。',
    plan: '三个月浆料定型，三个月宽幅线试涂，四个月客户电芯验证。',
    milestones: [['浆料与百米试样', 3, 35], ['宽幅线达标', 6, 35], ['客户电芯验证', 10, 30]],
    cost: 2_150_000, team: '材料四人、涂布二人、电池二人。', achievements: ['ach-thin-ceramic'],
  }),
  bid('bid-coating-nanping', 'need-separator-coating', 'person-kang-li', -19, {
    route: '以纤维素纳米纤维作支架负载氧化铝，利用纺织涂层的低张力输送技术改善横向均匀性。',
    plan: '十二个月。', milestones: [['浆料', 4, 40], ['试涂', 9, 40], ['评价', 12, 20]],
    cost: 1_950_000, team: '纤维材料三人、涂层二人。', achievements: [],
  }),
  bid('bid-coating-xianneng', 'need-separator-coating', 'person-cen-yang', -18, {
    route: '外购超细氧化铝浆料，开展涂层对电芯热失控的影响评价，据此优化厚度。',
    plan: '十个月。', milestones: [['涂层优化', 5, 50], ['安全评价', 10, 50]],
    cost: 2_250_000, team: '安全检测四人。', achievements: ['ach-runaway-barrier'],
  }),
]
