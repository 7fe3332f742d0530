import { achievement, type AchievementSeed } from './demo-achievement.ts'

export const MARINE_ACHIEVEMENTS: AchievementSeed[] = [
  achievement('ach-rope-fatigue', ['team-mooring'], {
    title: '合成纤维系泊缆张力—疲劳损伤在线评估',
    summary: '以嵌入端部连接件的光纤光栅测量缆绳张力，结合实测载荷谱和雨流计数更新累积损伤，给出剩余寿命区间。在三十米水深网箱上连续运行十四个月，张力误差小于百分之三。',
    keywords: ['系泊缆', '光纤光栅', '张力测量', '剩余寿命', '雨流计数'], tracks: ['deep-sea', 'ships-offshore'],
    trl: 6, tier: 'city', offer: 'joint-development', price: null, evidence: '授权发明专利4项；海上连续运行记录；第三方标定报告',
  }),
  achievement('ach-chain-wear', ['team-mooring'], {
    title: '锚链环间磨损与腐蚀耦合寿命预测',
    summary: '建立链环接触磨损与海水腐蚀耦合模型，用拖曳试验和五年在役测量数据修正，可按海域给出更换周期建议。已用于两座浮式码头的检修计划编制。',
    keywords: ['锚链', '磨损', '腐蚀', '寿命预测'], tracks: ['deep-sea', 'ships-offshore'],
    trl: 6, tier: 'district', offer: 'licence', price: 180_000, evidence: '软件著作权2项；应用单位证明',
  }),
  achievement('ach-platform-twin', ['team-mooring'], {
    title: '浮式平台运动响应数字孪生与异常告警',
    summary: '用平台惯性测量和波浪预报实时反演六自由度响应与缆力，单缆失效后三分钟内给出告警。断网时本地缓存，恢复后自动补传数据。模型参数可由三天海上数据自动校准。',
    keywords: ['数字孪生', '浮式平台', '运动响应', '缆力反演', '告警'], tracks: ['deep-sea', 'future-ocean'],
    trl: 5, tier: 'city', offer: 'open', price: null, evidence: '实验水池与实海对比试验报告',
  }),
  achievement('ach-fbg-composite', ['team-mooring'], {
    title: '复合材料壳体埋入光纤的应变与损伤监测',
    summary: '在纤维缠绕过程中铺入耐高温光纤，监测固化残余应变与水压循环中的损伤演化，用于压力容器和浮体试验件。光纤存活率在百分之九十以上。',
    keywords: ['光纤传感', '纤维缠绕', '压力容器', '应变监测'], tracks: ['advanced-equipment', 'new-materials', 'new-energy'],
    trl: 5, tier: 'district', offer: 'joint-development', price: null, evidence: '发明专利3项；三十只试验件数据',
  }),
  achievement('ach-methanol-pump', ['team-ship-power'], {
    title: '船用甲醇低压供液模块',
    summary: '集成双联泵、换热与双壁管吹扫的撬装供液模块，供液压力波动小于百分之三，具备泄漏后二十秒内隔离吹扫能力。已在二百千瓦台架完成五百小时运行。',
    keywords: ['甲醇', '供液模块', '双壁管', '吹扫', '船用'], tracks: ['ships-offshore', 'new-energy'],
    trl: 6, tier: 'city', offer: 'licence', price: 600_000, evidence: '台架试验报告；发明专利2项',
  }),
  achievement('ach-vapour-laser', ['team-ship-power'], {
    title: '醇类蒸气激光吸收光谱探测',
    summary: '用近红外可调谐激光测量通风夹层中的醇类蒸气浓度，检出下限一百二十百万分之一，响应时间三秒，受盐雾和湿度影响小，可多点光纤复用。',
    keywords: ['激光吸收光谱', '蒸气探测', '危险气体', '快速响应'], tracks: ['ships-offshore', 'advanced-equipment'],
    trl: 5, tier: 'district', offer: 'joint-development', price: null, evidence: '盐雾试验记录；发明专利1项',
  }),
  achievement('ach-ammonia-safety', ['team-ship-power'], {
    title: '氨燃料机舱扩散模拟与通风联锁策略',
    summary: '对机舱内氨泄漏扩散做全尺寸模拟和示踪试验，给出探头布点、通风切换和停供联锁逻辑，形成可编程控制器功能块。配套布点图与联锁逻辑表，可直接提交船级社审图。',
    keywords: ['氨燃料', '泄漏扩散', '通风', '联锁'], tracks: ['ships-offshore', 'future-energy'],
    trl: 4, tier: null, offer: 'open', price: null, evidence: '模拟与示踪试验对比报告',
  }),
  achievement('ach-hybrid-ems', ['team-ship-power'], {
    title: '内河船油电混合动力能量管理',
    summary: '按航段预测推进功率，在发电机组和电池之间分配负荷，九个月营运油耗下降百分之十一。控制器已取得型式认可。可在不更换主机的条件下加装，停航改造约三周。',
    keywords: ['混合动力', '能量管理', '内河船', '油耗'], tracks: ['ships-offshore', 'new-energy'],
    trl: 8, tier: 'province', offer: 'transfer', price: 900_000, evidence: '型式认可证书；船东应用证明',
  }),
  achievement('ach-wet-epoxy', ['team-corrosion'], {
    title: '潮湿表面施工的改性酚醛胺环氧涂料',
    summary: '固化剂可置换钢表面水膜，带轻锈潮湿表面拉开法附着力六点八兆帕，十五度下两小时抗水冲刷。实海飞溅区挂片二十六个月无起泡。挥发性有机物含量九十克每升。',
    keywords: ['潮湿表面', '环氧涂料', '飞溅区', '附着力', '修补'], tracks: ['deep-sea', 'new-materials', 'ships-offshore'],
    trl: 6, tier: 'city', offer: 'licence', price: 800_000, evidence: '实海挂片报告；发明专利3项',
  }),
  achievement('ach-pu-hydrolysis', ['team-corrosion'], {
    title: '海水环境耐水解聚氨酯弹性体配方',
    summary: '以聚己内酯与聚醚复配并加入碳化二亚胺，五十度海水浸泡一百八十天强度保持率百分之八十九。适合浇注成型，硬度邵氏A八十至九十五可调。',
    keywords: ['聚氨酯', '耐水解', '海水老化', '浇注', '弹性体'], tracks: ['new-materials', 'deep-sea'],
    trl: 5, tier: 'city', offer: 'joint-development', price: null, evidence: '老化试验数据；发明专利2项',
  }),
  achievement('ach-under-film', ['team-corrosion'], {
    title: '涂层下腐蚀太赫兹与超声联合无损检测',
    summary: '太赫兹测涂层分层、超声测基体减薄，两种信号经配准后给出缺陷等级图，可检出两毫米以上的膜下锈蚀和焊缝近表面缺陷。已做盲样比对，可接入评片流程。',
    keywords: ['无损检测', '太赫兹', '超声', '膜下腐蚀', '缺陷定级'], tracks: ['next-gen-it', 'ships-offshore', 'general-ai'],
    trl: 5, tier: 'district', offer: 'joint-development', price: null, evidence: '盲样比对报告',
  }),
  achievement('ach-antifouling', ['team-corrosion'], {
    title: '两性离子接枝抗有机物附着表面',
    summary: '在膜与涂层表面接枝两性离子层，腐殖质与蛋白吸附量下降八成以上，经九十天流动海水试验仍保持六成以上效果，可用于离子膜和传感器窗口。',
    keywords: ['两性离子', '抗污染', '表面接枝', '离子膜'], tracks: ['new-materials', 'future-ocean'],
    trl: 4, tier: null, offer: 'open', price: null, evidence: '流动海水试验记录；论文5篇',
  }),
  achievement('ach-buried-line', ['team-ocean-sensing'], {
    title: '海底带电线缆电磁定位与深度反演',
    summary: '利用输电线工频磁场的三轴梯度测量反演线缆位置与埋置深度，零至三米范围深度误差十二厘米，不需停电。已随无人艇完成两次共七十公里测量。',
    keywords: ['磁力梯度', '海底线缆', '埋置深度', '无人艇'], tracks: ['deep-sea', 'future-ocean'],
    trl: 6, tier: 'city', offer: 'licence', price: 700_000, evidence: '比测报告；发明专利3项',
  }),
  achievement('ach-sas-target', ['team-ocean-sensing'], {
    title: '小型合成孔径声呐与掩埋物自动识别',
    summary: '低频宽带合成孔径声呐对沉积层内目标成像，经卷积网络自动标记裸露、悬空和浅埋段，单艇日测十八公里。含沙量每立方米三千克时仍可工作。',
    keywords: ['合成孔径声呐', '掩埋目标', '自动识别', '悬空段'], tracks: ['deep-sea', 'future-ocean', 'general-ai'],
    trl: 6, tier: 'city', offer: 'joint-development', price: null, evidence: '海试报告；软件著作权3项',
  }),
  achievement('ach-usv-collision', ['team-ocean-sensing'], {
    title: '无人艇多目标跟踪与规则约束避碰',
    summary: '融合导航雷达、光电和船舶自动识别信息，对小木船等弱目标跟踪距离一点二公里，按避碰规则规划机动。薄雾条件下完成六十组会遇试验。',
    keywords: ['多传感器融合', '弱目标跟踪', '避碰', '毫米波雷达', 'sensor fusion'], tracks: ['future-ocean', 'low-altitude', 'general-ai'],
    trl: 6, tier: 'district', offer: 'joint-development', price: null, evidence: '海上会遇试验报告',
  }),
  achievement('ach-dock-homing', ['team-ocean-sensing'], {
    title: '水下航行器末端对接光声组合引导',
    summary: '五十米内由超短基线切换到光信标引导，对接横向误差小于零点二米，浑水中能自动退回声学引导并重试。算法已移植到低功耗处理器。',
    keywords: ['末端引导', '光信标', '对接', '组合导航'], tracks: ['deep-sea', 'low-altitude'],
    trl: 5, tier: 'district', offer: 'open', price: null, evidence: '水池与湖试记录；发明专利2项',
  }),
  achievement('ach-bend-stiffener', ['team-floating'], {
    title: '动态缆弯曲加强件设计与全尺寸疲劳验证',
    summary: '按设计曲率给出加强件外形和材料性能要求，配套全尺寸弯曲疲劳试验方法，完成三种规格一百万次以上循环并取得船级社设计认可。可提供材料性能反推指标。',
    keywords: ['动态缆', '弯曲加强件', '全尺寸疲劳', '设计认可'], tracks: ['deep-sea', 'ships-offshore', 'new-energy'],
    trl: 7, tier: 'province', offer: 'joint-development', price: null, evidence: '船级社设计认可；试验报告',
  }),
  achievement('ach-scour-burial', ['team-floating'], {
    title: '海缆路由冲刷预测与埋设保护设计',
    summary: '用水动力泥沙模型预测潮沟附近冲淤，提出变埋深和压载保护方案，两个风场路由的预测与复测差值在零点三米以内。可据此提出巡检周期和重点区段建议。',
    keywords: ['海缆', '冲刷', '埋深', '路由设计'], tracks: ['new-energy', 'deep-sea'],
    trl: 7, tier: 'city', offer: 'open', price: null, evidence: '复测对比报告；设计应用证明',
  }),
  achievement('ach-mooring-tank', ['team-floating'], {
    title: '多点系泊模型试验与缆力反算服务',
    summary: '在深水池复现八点以内系泊布置，提供断缆、台风谱和疲劳载荷工况试验，缆力反算偏差小于百分之五，可为在位监测提供阈值依据。试验数据可供寿命模型标定。',
    keywords: ['水池试验', '多点系泊', '缆力', '台风工况'], tracks: ['deep-sea', 'ships-offshore', 'future-ocean'],
    trl: 8, tier: 'city', offer: 'open', price: 120_000, evidence: '检验检测机构资质范围内报告',
  }),
  achievement('ach-cast-cooling', ['team-floating'], {
    title: '大型浇注件分层控温与缩孔抑制',
    summary: '针对一吨以上弹性体浇注件，采用分层浇注和芯部冷却，将放热峰值控制在一百度以内，芯部缩孔小于两毫米，提供放热模拟软件。已用于四种厚壁制品的试制。',
    keywords: ['大件浇注', '放热控制', '缩孔', '弹性体'], tracks: ['new-materials', 'advanced-equipment'],
    trl: 6, tier: 'district', offer: 'joint-development', price: null, evidence: '解剖试样照片与测量记录',
  }),
]
