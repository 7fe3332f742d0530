import { achievement, type AchievementSeed } from './demo-achievement.ts'

export const ENERGY_ACHIEVEMENTS: AchievementSeed[] = [
  achievement('ach-eis-short', ['team-electrochemistry'], {
    title: '基于运行数据的电芯微短路定量诊断',
    summary: '由搁置与充电末端的电压偏离估计自放电电流，换算等效短路电阻，一百欧姆以内可提前数小时识别。算法占用内存三十兆字节，已在十二兆瓦时电站运行。',
    keywords: ['内短路', '自放电', '等效电阻', '电池诊断', '预警'], tracks: ['energy-storage', 'new-energy'],
    trl: 6, tier: 'city', offer: 'licence', price: 500_000, evidence: '电站运行报告；发明专利3项',
  }),
  achievement('ach-biomass-carbon', ['team-electrochemistry'], {
    title: '农林废弃物基硬碳的预氧化与孔结构调控',
    summary: '以稻壳和秸秆为原料，酸洗脱灰后预氧化、两段炭化，可逆容量三百二十五毫安时每克，首次效率百分之九十点五，已有十千克级样品。',
    keywords: ['硬碳', '生物质', '首次效率', '钠离子电池'], tracks: ['energy-storage', 'new-materials'],
    trl: 5, tier: 'city', offer: 'joint-development', price: null, evidence: '软包电池测试报告；发明专利2项',
  }),
  achievement('ach-thin-ceramic', ['team-electrochemistry'], {
    title: '纳米勃姆石与耐热聚合物复合隔膜涂层',
    summary: '片状纳米勃姆石与芳纶纳米纤维复合，单面零点九微米涂层在一百五十度一小时热收缩百分之二点六，透气增量十五秒。完成三百米试涂。',
    keywords: ['隔膜涂层', '勃姆石', '芳纶纳米纤维', '热收缩'], tracks: ['new-materials', 'energy-storage'],
    trl: 5, tier: 'district', offer: 'joint-development', price: null, evidence: '第三方检测报告',
  }),
  achievement('ach-gas-recombine', ['team-electrochemistry'], {
    title: '电解池气体交叉渗透原位测量',
    summary: '在单池内以微区质谱测量不同电流密度下的氢氧交叉渗透，区分扩散与对流贡献，为隔膜选型和低负荷控制提供依据。可在八十度浓碱条件下连续测量一周。',
    keywords: ['气体渗透', '电解', '隔膜', '原位测量'], tracks: ['new-energy', 'future-energy'],
    trl: 4, tier: null, offer: 'open', price: null, evidence: '方法比对报告；论文4篇',
  }),
  achievement('ach-runaway-barrier', ['team-hydrogen'], {
    title: '储能舱热失控蔓延抑制与排气设计',
    summary: '通过电芯至舱级燃烧试验给出隔热、定向排气和喷淋参数，使单簇失控不蔓延到相邻簇。已用于三种液冷舱的设计验证。可按企业舱型给出计算书和验证试验方案。',
    keywords: ['热失控', '蔓延抑制', '储能舱', '消防'], tracks: ['energy-storage', 'new-energy'],
    trl: 7, tier: 'province', offer: 'open', price: 200_000, evidence: '舱级燃烧试验报告',
  }),
  achievement('ach-gas-warning', ['team-hydrogen'], {
    title: '电芯早期产气的氢与一氧化碳复合预警',
    summary: '在簇级风道布置低功耗氢与一氧化碳传感器，结合膨胀力信号判断析气起始，平均早于明显温升四十分钟，误报每年每舱少于一次。传感器寿命按五年设计。',
    keywords: ['产气', '氢传感器', '膨胀力', '早期预警'], tracks: ['energy-storage', 'new-energy'],
    trl: 6, tier: 'city', offer: 'licence', price: 300_000, evidence: '滥用试验数据；发明专利2项',
  }),
  achievement('ach-wide-load', ['team-hydrogen'], {
    title: '碱性电解槽宽负荷压力—流量协同控制',
    summary: '按电流指令前馈调节碱液循环与系统压力，并在低负荷时切换混合循环方式，二百标方电解槽稳定下限降到百分之二十二，氧中氢不超过百分之一点六。',
    keywords: ['电解槽', '宽负荷', '碱液循环', '氧中氢', '风电制氢'], tracks: ['new-energy', 'future-energy', 'energy-storage'],
    trl: 6, tier: 'city', offer: 'joint-development', price: null, evidence: '现场运行报告；发明专利4项',
  }),
  achievement('ach-vessel-ct', ['team-hydrogen'], {
    title: '储氢容器缠绕层工业断层扫描与声发射评定',
    summary: '成瓶后以断层扫描定位架空与富胶，水压时以声发射判定活动缺陷，建立缺陷尺寸与爆破压力的对应关系，可出具抽检报告。另有缠绕过程红外测温辅助判断富胶。',
    keywords: ['储氢瓶', '缠绕层', '断层扫描', '声发射'], tracks: ['new-energy', 'advanced-equipment'],
    trl: 7, tier: 'city', offer: 'open', price: 80_000, evidence: '检验机构比对报告',
  }),
  achievement('ach-composite-diaphragm', ['team-membrane'], {
    title: '电解水用氧化锆填充聚砜复合隔膜',
    summary: '相转化法制备二百五十微米复合隔膜，泡点压力高于零点四兆帕，三成氢氧化钾、八十度下面电阻零点一七欧姆平方厘米，幅宽六百毫米。',
    keywords: ['复合隔膜', '氧化锆', '相转化', '面电阻', '电解水'], tracks: ['new-materials', 'new-energy', 'future-energy'],
    trl: 5, tier: 'city', offer: 'joint-development', price: null, evidence: '隔膜检测报告；发明专利3项',
  }),
  achievement('ach-anion-membrane', ['team-membrane'], {
    title: '侧链型哌啶阴离子交换膜的在线增强',
    summary: '无醚主链接枝哌啶侧链，网布增强后面电阻一点六欧姆平方厘米，选择透过率百分之九十七，浓缩极限二百零五克每升，可流延成型。小样已做九十天运行。',
    keywords: ['阴离子交换膜', '电渗析', '增强网布', '面电阻'], tracks: ['new-materials', 'future-materials'],
    trl: 5, tier: 'city', offer: 'joint-development', price: null, evidence: '膜堆评价报告；发明专利4项',
  }),
  achievement('ach-sugar-nf', ['team-membrane'], {
    title: '糖醇料液荷电纳滤脱盐工艺包',
    summary: '以双电性纳滤膜分离单糖、二糖与盐，目标寡糖透过损失小于百分之四，清洗周期九十小时，已在一家糖醇厂运行两年。提供膜堆选型、清洗规程与经济测算。',
    keywords: ['纳滤', '脱盐', '寡糖', '膜分离', '食品接触'], tracks: ['new-materials', 'synthetic-biology'],
    trl: 8, tier: 'province', offer: 'licence', price: 1_200_000, evidence: '用户运行报告；食品接触材料检测',
  }),
  achievement('ach-urethane-cast', ['team-membrane'], {
    title: '长寿命浇注型聚脲—氨酯及寿命外推',
    summary: '引入受阻脲键和疏水链段，并用多温度老化数据外推二十年以上强度，适合厚壁件缓慢浇注。与现有预聚体可共混使用。已有五百千克级试浇记录。',
    keywords: ['聚氨酯', '厚壁浇注', '寿命外推', '耐水解'], tracks: ['new-materials', 'deep-sea'],
    trl: 4, tier: 'district', offer: 'joint-development', price: null, evidence: '老化数据；发明专利1项',
  }),
  achievement('ach-sic-drive', ['team-power-electronics'], {
    title: '罗氏线圈与电压双判据的快速短路保护',
    summary: '在印制板内嵌罗氏线圈测量电流变化率，与漏源电压双判据组合，短路识别到关断五百二十纳秒，八十伏每纳秒下连续满载千小时未误动。',
    keywords: ['短路保护', '罗氏线圈', '碳化硅', '栅极驱动'], tracks: ['wide-bandgap', 'new-energy'],
    trl: 6, tier: 'city', offer: 'transfer', price: 900_000, evidence: '双脉冲与短路试验报告；发明专利3项',
  }),
  achievement('ach-die-stress', ['team-power-electronics'], {
    title: '功率模块连接层热机械仿真与翘曲预测',
    summary: '由烧结多孔结构参数推算连接层等效本构，预测底板翘曲与温度冲击分层位置，与四种模块实测差异小于百分之十二，支持压头与工装设计。',
    keywords: ['热机械仿真', '连接层', '翘曲', '温度冲击'], tracks: ['wide-bandgap', 'advanced-equipment'],
    trl: 5, tier: 'district', offer: 'open', price: 150_000, evidence: '仿真与实测对比报告',
  }),
  achievement('ach-emi-filter', ['team-power-electronics'], {
    title: '高开关速度变流器共模干扰抑制',
    summary: '以有源栅极整形和平衡绕组降低共模电流十二分贝，不增加磁件体积，适用于储能变流器和电驱。提供驱动波形参数化设计工具和两款评估板。',
    keywords: ['电磁兼容', '有源栅极', '共模', '变流器'], tracks: ['wide-bandgap', 'new-energy'],
    trl: 5, tier: null, offer: 'joint-development', price: null, evidence: '电磁兼容测试报告',
  }),
  achievement('ach-force-servo', ['team-power-electronics'], {
    title: '接触作业伺服系统的阻抗控制与磨损补偿',
    summary: '从电机电流与力传感信号估计工具磨损，在线修正接触阻抗，力波动小于四牛，用于抛磨和压装单元。更换工具后自动标定，无需重新示教，兼容常见六轴机器人。',
    keywords: ['阻抗控制', '恒力', '磨损补偿', '伺服'], tracks: ['advanced-equipment', 'general-ai'],
    trl: 6, tier: 'district', offer: 'licence', price: 200_000, evidence: '现场应用证明',
  }),
]
