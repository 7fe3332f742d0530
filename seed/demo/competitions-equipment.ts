import { type DemoCompetition, sheet } from './demo-competition.ts'

export const EQUIPMENT_COMPETITIONS: DemoCompetition[] = [
  {
    need: 'need-bend-restrictor', panel: ['person-hua-yan', 'person-song-zhu', 'person-tao-jian'],
    sheets: [
      sheet('hua-yan', 'bend-qilan', [90, 86, 92, 84, 78], '结构反推指标的思路清楚，分层浇注已有解剖数据支撑。'),
      sheet('song-zhu', 'bend-qilan', [88, 85, 90, 80, 75], '全尺寸疲劳能力突出，材料部分依赖外部供应商，需落实协议。'),
      sheet('tao-jian', 'bend-qilan', [86, 84, 93, 82, 80], '试验条件齐备，缩孔控制可信。'),
      sheet('hua-yan', 'bend-canglan', [82, 80, 76, 70, 84], '水解老化数据扎实，大件浇注经验不足。'),
      sheet('song-zhu', 'bend-canglan', [84, 78, 74, 68, 82], '全尺寸疲劳外协，进度风险较大。'),
      sheet('tao-jian', 'bend-canglan', [80, 76, 75, 72, 85], '报价合理，放热控制方案偏简略。'),
      sheet('hua-yan', 'bend-tongchuan', [78, 68, 72, 66, 64], '寿命外推有新意，缺少成件验证。'),
      sheet('song-zhu', 'bend-tongchuan', [80, 66, 70, 62, 60], '周期超过需求方期望。'),
      sheet('tao-jian', 'bend-tongchuan', [75, 65, 72, 65, 62], '技术成熟度偏低。'),
    ],
    proposal: {
      winner: 'bid-bend-qilan', reason: '',
      feedback: {
        'bid-bend-canglan': '配方的耐水解数据得到认可。未入选主要因为全尺寸疲劳试验外协、大件放热控制没有成件数据。建议补充五百千克级试浇结果，可在后续飞溅区修补需求中再次参与。',
        'bid-bend-tongchuan': '寿命外推方法有参考价值，但目前停留在样块，周期比期望长四个月。建议先完成厚壁件验证，再以材料供应方身份加入联合体。',
      },
    },
    contract: {
      category: 'development', amount: 3_960_000, signed: ['issuer', 'performer'], registration: 'DEMO-2026-320600-000117',
      terms: '分四期按里程碑付款，比例为25%、30%、30%、15%。配方与工艺专利双方共有，甲方在动态缆附件领域独占实施。验收以全尺寸疲劳试验报告和三件批量试制解剖结果为准；指标未达到时允许一次整改，期限三个月。',
    },
  },
  {
    need: 'need-methanol-supply', panel: ['person-hua-yan', 'person-song-zhu', 'person-tao-jian'],
    recusal: { reviewer: 'person-tao-jian', reason: '本单位正承担该企业供液单元的委托检测，存在利益关系。', replacedBy: 'person-yu-zhun' },
    sheets: [
      sheet('hua-yan', 'methanol-jianghai', [90, 85, 84, 80, 76], '无源测点避开了防爆难题，盐雾影响小；光纤接头的振动可靠性需重点验证。'),
      sheet('hua-yan', 'methanol-xianneng', [76, 74, 82, 78, 84], '改进现有探头见效快，检出下限余量不足。'),
      sheet('hua-yan', 'methanol-canglan', [68, 58, 72, 65, 80], '机舱噪声环境下的可检性缺少数据。'),
    ],
  },
  {
    need: 'need-landing-pad', panel: ['person-nora-lindqvist', 'person-yu-zhun', 'person-song-zhu'],
    sheets: [
      sheet('nora-lindqvist', 'landing-nanping', [88, 90, 84, 82, 80], 'The only bid with landings at night and in rain. Pad cost in series should be itemised.'),
      sheet('yu-zhun', 'landing-nanping', [85, 88, 82, 80, 82], '指标均有试飞数据对应，安装时间需现场验证。'),
      sheet('song-zhu', 'landing-nanping', [87, 86, 80, 84, 78], '丢失信号后的复飞逻辑考虑周到。'),
      sheet('nora-lindqvist', 'landing-canglan', [72, 62, 68, 66, 84], 'Interesting transfer from docking under water, but no data in wind.'),
      sheet('yu-zhun', 'landing-canglan', [70, 64, 70, 65, 85], '由水下迁移到空中，关键参数尚未重新论证。'),
      sheet('song-zhu', 'landing-canglan', [74, 60, 66, 68, 82], '报价较低，降雨条件下的可用性缺少依据。'),
    ],
    proposal: {
      winner: 'bid-landing-nanping', reason: '',
      feedback: {
        'bid-landing-canglan': 'The coarse-to-fine approach was valued. It lost because behaviour in wind and rain is not yet shown in air. A short flight campaign would make it a strong second sensor; please watch for the detect-and-avoid need.',
      },
    },
  },
  {
    need: 'need-gate-driver', panel: ['person-tao-jian', 'person-yu-zhun', 'person-nora-lindqvist'],
    sheets: [
      sheet('tao-jian', 'driver-tongchuan', [90, 88, 84, 80, 82], '双判据已有连续满载数据，替代来源交代清楚。'),
      sheet('yu-zhun', 'driver-tongchuan', [88, 86, 82, 82, 80], '路线成熟，可较快转入设计验证。'),
      sheet('nora-lindqvist', 'driver-tongchuan', [86, 84, 85, 78, 84], 'Clear budget and milestones; ask for a second source of the isolator early.'),
      sheet('tao-jian', 'driver-changtan', [82, 74, 86, 76, 88], '利用寄生电感巧妙，但对模块一致性要求高。'),
      sheet('yu-zhun', 'driver-changtan', [80, 76, 84, 74, 86], '器件边界数据是优势，抗扰余量不足。'),
      sheet('nora-lindqvist', 'driver-changtan', [78, 75, 84, 76, 86], 'Cheapest, but the false-trip figure is not shown at 80 V/ns.'),
    ],
    proposal: {
      winner: 'bid-driver-tongchuan', reason: '',
      feedback: {
        'bid-driver-changtan': '器件短路边界图谱对阈值设定很有价值，评委建议企业单独采购该项服务。未入选的原因是八十伏每纳秒条件下的误动作数据不足，且方案对模块寄生参数的一致性依赖较强。',
      },
    },
    contract: {
      category: 'development', amount: 1_480_000, signed: ['issuer'], registration: null,
      terms: '按35%、40%、25%三期付款。成果知识产权归甲方，乙方保留发表论文的权利，发表前三十日送甲方审阅。误动作指标以连续满载一千小时记录验收。',
    },
  },
]
