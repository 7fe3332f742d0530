import { achievement, type AchievementSeed } from './demo-achievement.ts'

export const HEALTH_ACHIEVEMENTS: AchievementSeed[] = [
  achievement('ach-raman-inline', ['team-cell-process'], {
    title: 'In-line Raman monitoring of glucose and lactate in closed bags',
    summary: 'A disposable flow cell with a gamma-stable window and calibration transfer across donors measures glucose and lactate every 15 min with errors below 0.25 mmol/L; drift over 12 days stayed under 4 % in 22 expansions.',
    keywords: ['Raman', 'in-line monitoring', 'glucose', 'lactate', 'T-cell expansion', '拉曼光谱'], tracks: ['cell-gene', 'biomedicine', 'future-health'],
    trl: 6, tier: 'city', offer: 'joint-development', price: null, evidence: 'Validation report; two invention patents',
  }),
  achievement('ach-feed-control', ['team-cell-process'], {
    title: '免疫细胞培养的模型预测补料控制',
    summary: '由在线代谢信号估计比生长速率并滚动优化补料，供体差异较大时目标细胞数达成率由百分之九十一提高到百分之九十八。控制软件保留完整的操作记录。',
    keywords: ['补料控制', '模型预测', '细胞培养', '代谢', 'feeding control'], tracks: ['cell-gene', 'biomedicine'],
    trl: 5, tier: 'district', offer: 'joint-development', price: null, evidence: '三十批对照试验',
  }),
  achievement('ach-vector-capture', ['team-cell-process'], {
    title: '慢病毒载体低盐亲和捕获',
    summary: '以低盐洗脱的亲和膜捕获慢病毒，步骤收率百分之七十，二十升规模感染滴度总收率四成五，工艺时间八小时。流路全部采用一次性组件，便于转入洁净车间。',
    keywords: ['慢病毒', '亲和捕获', '纯化', '收率'], tracks: ['cell-gene', 'biomedicine'],
    trl: 4, tier: null, offer: 'open', price: null, evidence: '三批二十升试验记录',
  }),
  achievement('ach-perfusion-scale', ['team-cell-process'], {
    title: '高密度微生物与细胞灌流过程的软测量',
    summary: '用排气质谱与介电谱估计活细胞量和底物消耗，软测量模型可迁移到酵母补料发酵，提前两小时识别底物积累。模型在三种罐型之间迁移只需两批数据。',
    keywords: ['软测量', '补料', '发酵', '介电谱', '过程分析'], tracks: ['biomedicine', 'synthetic-biology'],
    trl: 5, tier: 'district', offer: 'licence', price: 180_000, evidence: '中试发酵罐比对报告',
  }),
  achievement('ach-methyl-cycle', ['team-synbio'], {
    title: '酵母甲基供体循环强化与含硫氨基酸衍生物合成',
    summary: '重构一碳单元与S-腺苷甲硫氨酸再生途径，使含硫组氨酸衍生物在五升罐达到四点八克每升，甲硫氨酸流加量减少六成，菌株无抗性标记。',
    keywords: ['酵母', '甲基供体', '代谢重构', '组氨酸衍生物'], tracks: ['synthetic-biology', 'biomedicine'],
    trl: 5, tier: 'city', offer: 'joint-development', price: null, evidence: '菌株保藏证明；发明专利3项',
  }),
  achievement('ach-low-temp-amylase', ['team-synbio'], {
    title: '低温高活性淀粉酶与果胶酶复配',
    summary: '定向进化得到五十五度下比活提高四倍的淀粉酶，与低温果胶酶复配，可在六十度去除织物淀粉浆并软化棉籽壳。酶制剂已在三百升罐稳定生产。',
    keywords: ['淀粉酶', '果胶酶', '定向进化', '低温', '退浆'], tracks: ['synthetic-biology', 'textiles'],
    trl: 6, tier: 'city', offer: 'licence', price: 450_000, evidence: '酶活检测报告；两次印染大样',
  }),
  achievement('ach-hmo-strain', ['team-synbio'], {
    title: '高产岩藻糖基乳糖低副产菌株',
    summary: '敲除乳糖旁路并平衡鸟苷二磷酸岩藻糖供给，残余乳糖低于五克每升、副产三糖低于百分之一，从源头减轻分离负荷。发酵液可直接进入膜分离工序。',
    keywords: ['功能糖', '菌株', '岩藻糖基乳糖', '副产物控制'], tracks: ['synthetic-biology', 'biomedicine'],
    trl: 6, tier: 'province', offer: 'licence', price: 2_000_000, evidence: '五百升发酵报告；发明专利4项',
  }),
  achievement('ach-metabolite-sensor', ['team-synbio'], {
    title: '乳酸与葡萄糖转录因子型荧光传感元件',
    summary: '把乳酸和葡萄糖响应转录因子固定在一次性贴片，荧光读出，十四天漂移百分之六，可作为封闭培养容器的低成本在线检测手段。贴片可伽马灭菌。',
    keywords: ['生物传感', '乳酸', '葡萄糖', '一次性', 'metabolite sensor', 'glucose', 'lactate', 'in-line monitoring'], tracks: ['synthetic-biology', 'cell-gene'],
    trl: 4, tier: null, offer: 'joint-development', price: null, evidence: '实验室比对数据',
  }),
]
