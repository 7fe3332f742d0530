import { type DemoCompetition, sheet } from './demo-competition.ts'

export const MATERIAL_COMPETITIONS: DemoCompetition[] = [
  {
    need: 'need-hard-carbon', panel: ['person-song-zhu', 'person-tao-jian', 'person-yu-zhun'],
    sheets: [
      sheet('song-zhu', 'carbon-tongchuan', [88, 84, 86, 82, 80], '脱灰与封孔两步针对首次效率，数据完整。'),
      sheet('tao-jian', 'carbon-tongchuan', [85, 82, 88, 80, 78], '有软包中试线，放大路径清楚。'),
      sheet('yu-zhun', 'carbon-tongchuan', [86, 80, 85, 84, 76], '成本测算包含原料收储，较可信。'),
      sheet('song-zhu', 'carbon-nanping', [80, 66, 70, 64, 84], '原料取自纺织边角料，成分稳定；容量尚有差距。'),
      sheet('tao-jian', 'carbon-nanping', [78, 64, 68, 62, 82], '只有扣式数据，吨级一致性无法判断。'),
      sheet('yu-zhun', 'carbon-nanping', [82, 62, 70, 60, 85], '与本地纺织产业结合紧密，周期偏长。'),
      sheet('song-zhu', 'carbon-xianneng', [58, 56, 66, 62, 58], '未触及前驱体本身，创新有限。'),
      sheet('tao-jian', 'carbon-xianneng', [60, 58, 70, 60, 55], '安全评价能力强，但不是本需求重点。'),
      sheet('yu-zhun', 'carbon-xianneng', [55, 55, 65, 62, 52], '经费偏高。'),
    ],
    proposal: {
      winner: 'bid-carbon-tongchuan', reason: '',
      feedback: {
        'bid-carbon-nanping': '以纺织边角料为原料的思路受到好评。未入选是因为容量和批次数据停留在扣式电池阶段。企业愿意提供软包验证条件，欢迎完成公斤级样品后联系对接。',
        'bid-carbon-xianneng': '电芯安全评价能力得到认可，但方案没有解决前驱体成本与批次波动。建议关注内短路预警需求。',
      },
    },
    objections: [
      {
        id: 'objection-carbon', person: 'person-cen-yang', realName: '岑旸', outcome: 'dismissed',
        text: '拟中榜单位的灰分数据取自十千克级样品，与百公斤级要求不对应，请核实其指标依据。',
        answer: '经核对标书与第三方报告，需求书对投标阶段只要求百克级以上样品数据，百公斤级属于第二里程碑的考核内容。异议不成立。',
      },
    ],
  },
  {
    need: 'need-fucosyllactose', panel: ['person-hua-yan', 'person-yu-zhun', 'person-nora-lindqvist'],
    sheets: [
      sheet('hua-yan', 'lactose-tongchuan', [88, 90, 86, 85, 80], '有两年糖醇厂运行业绩，清洗周期数据可核实。'),
      sheet('yu-zhun', 'lactose-tongchuan', [86, 88, 84, 86, 82], '工艺包完整，食品接触检测齐全。'),
      sheet('nora-lindqvist', 'lactose-tongchuan', [84, 86, 85, 84, 78], 'Savings on acid and base are itemised and plausible.'),
      sheet('hua-yan', 'lactose-yunting', [82, 72, 80, 66, 70], '从菌株源头减负方向正确，但更换菌株牵涉法规。'),
      sheet('yu-zhun', 'lactose-yunting', [80, 70, 82, 64, 72], '周期内完成法规资料有难度。'),
      sheet('nora-lindqvist', 'lactose-yunting', [78, 70, 80, 62, 68], 'A strain change is a larger project than the issuer asked for.'),
    ],
    proposal: {
      winner: 'bid-lactose-tongchuan', reason: '',
      feedback: {
        'bid-lactose-yunting': '低残余乳糖菌株对企业有长期价值，企业拟另行洽谈许可。本次未入选是因为更换菌株涉及新的申报资料，难以在期限内完成。',
      },
    },
    contract: {
      category: 'development', amount: 1_380_000, signed: ['issuer', 'performer'], registration: 'DEMO-2026-320600-000121',
      terms: '按25%、40%、35%三期付款。乙方保留工艺包所有权，许可甲方在功能糖领域长期使用，三年内不向同城同类企业许可。以七十二小时清洗周期和连续三十天运行记录验收。',
    },
  },
  {
    need: 'need-exchange-membrane',
    panel: ['person-hua-yan', 'person-song-zhu', 'person-tao-jian', 'person-yu-zhun', 'person-nora-lindqvist'],
    sheets: [
      sheet('hua-yan', 'membrane-tongchuan', [90, 86, 84, 80, 78], '小样指标全部覆盖，宽幅复合应力控制有方案。'),
      sheet('song-zhu', 'membrane-tongchuan', [88, 84, 86, 78, 76], '无醚主链合成路线清楚。'),
      sheet('tao-jian', 'membrane-tongchuan', [86, 85, 82, 80, 80], '九十天运行已有数据。'),
      sheet('yu-zhun', 'membrane-tongchuan', [85, 82, 84, 76, 78], '放大到一点二米幅宽是主要风险。'),
      sheet('nora-lindqvist', 'membrane-tongchuan', [84, 80, 85, 78, 75], 'Cost of the monomer at scale should be confirmed.'),
      sheet('hua-yan', 'membrane-canglan', [74, 66, 78, 80, 88], '改动小，可解决污染，但面电阻难以达标。'),
      sheet('song-zhu', 'membrane-canglan', [76, 64, 76, 78, 86], '接枝层耐久性需长期数据。'),
      sheet('tao-jian', 'membrane-canglan', [78, 68, 75, 82, 90], '经费节省，周期短。'),
      sheet('yu-zhun', 'membrane-canglan', [72, 62, 74, 80, 88], '浓缩极限没有提升措施。'),
      sheet('nora-lindqvist', 'membrane-canglan', [75, 65, 76, 78, 90], 'Good value if only fouling mattered.'),
      sheet('hua-yan', 'membrane-xianneng', [60, 56, 66, 64, 58], '以装备为主，未触及膜材料。'),
      sheet('song-zhu', 'membrane-xianneng', [58, 55, 64, 62, 56], '缺少自主配方。'),
      sheet('tao-jian', 'membrane-xianneng', [62, 58, 68, 66, 60], '流道设计可作为补充。'),
      sheet('yu-zhun', 'membrane-xianneng', [55, 52, 65, 60, 55], '不符合自主配方条件。'),
      sheet('nora-lindqvist', 'membrane-xianneng', [60, 54, 66, 64, 58], 'The budget is high for what is bought in.'),
    ],
  },
  {
    need: 'need-separator-coating', panel: ['person-hua-yan', 'person-song-zhu', 'person-nora-lindqvist'],
    sheets: [
      sheet('hua-yan', 'coating-tongchuan', [88, 85, 84, 82, 80], '厚度与热收缩同时达标，已有三百米试涂。'),
      sheet('song-zhu', 'coating-tongchuan', [86, 84, 85, 80, 78], '粘结剂降低水分的机理清楚。'),
      sheet('nora-lindqvist', 'coating-tongchuan', [85, 82, 84, 80, 79], 'Price of aramid nanofibre is the open question.'),
      sheet('hua-yan', 'coating-nanping', [80, 74, 76, 74, 84], '低张力输送有借鉴意义，热收缩数据不足。'),
      sheet('song-zhu', 'coating-nanping', [82, 72, 74, 72, 82], '纤维素支架的水分控制需要论证。'),
      sheet('nora-lindqvist', 'coating-nanping', [78, 70, 75, 74, 85], 'Reasonable cost, little experience with battery customers.'),
      sheet('hua-yan', 'coating-xianneng', [60, 58, 70, 66, 60], '侧重评价，未提出新的涂层体系。'),
      sheet('song-zhu', 'coating-xianneng', [62, 56, 68, 64, 62], '厚度目标缺少实现途径。'),
      sheet('nora-lindqvist', 'coating-xianneng', [58, 55, 70, 65, 58], 'Testing strength is clear, the coating itself is bought in.'),
    ],
    proposal: {
      winner: 'bid-coating-tongchuan', reason: '',
      feedback: {
        'bid-coating-nanping': '低张力输送和纤维素支架的设想有价值。未入选主要因为一百五十度热收缩与水分数据不全。建议补充第三方检测后与企业开展小批试验。',
        'bid-coating-xianneng': '安全评价能力突出，但涂层体系外购，难以满足厚度要求。企业希望在量产阶段委托贵院做热失控评价。',
      },
    },
    objections: [
      {
        id: 'objection-coating', person: 'person-kang-li', realName: '康砺', outcome: 'accepted',
        text: '拟中榜方案所引用的三百米试涂系在另一家隔膜企业的产线上完成，请核实是否存在尚未披露的排他约定，以及数据能否用于本项目。',
        answer: '',
      },
    ],
  },
]
