import { achievement, type AchievementSeed } from './demo-achievement.ts'

export const DIGITAL_ACHIEVEMENTS: AchievementSeed[] = [
  achievement('ach-film-reading', ['team-industrial-ai'], {
    title: '焊缝射线图像裂纹类缺陷小样本检测',
    summary: '以缺陷合成和跨域对齐训练，裂纹与未熔合召回率百分之九十九点一，换厂仅需一百五十张标注。可在一百瓦以内国产推理设备上运行。',
    keywords: ['射线图像', '焊缝', '小样本', '跨域', '边缘推理'], tracks: ['general-ai', 'ships-offshore', 'next-gen-it'],
    trl: 7, tier: 'city', offer: 'licence', price: 600_000, evidence: '盲测报告；软件著作权4项',
  }),
  achievement('ach-zero-shot-fabric', ['team-industrial-ai'], {
    title: '纹理表面无监督异常检测',
    summary: '仅用数米正常布面建立纹理记忆库，五分钟内完成新花型切换，断纱、跳花和污渍综合检出率百分之九十六点五，速度六十五米每分钟。',
    keywords: ['异常检测', '织物', '无监督', '验布'], tracks: ['general-ai', 'textiles'],
    trl: 7, tier: 'city', offer: 'licence', price: 350_000, evidence: '产线比测记录',
  }),
  achievement('ach-formation-ai', ['team-industrial-ai'], {
    title: '电池化成与运行时序的异常模式挖掘',
    summary: '对化成曲线和运行数据做自监督表征，识别自放电偏大和析锂倾向的电芯，在六万只电芯回溯中召回率百分之九十四。模型已压缩，可部署在簇级控制单元。',
    keywords: ['时序异常', '电池', '自监督', '自放电'], tracks: ['general-ai', 'energy-storage'],
    trl: 5, tier: 'district', offer: 'joint-development', price: null, evidence: '回溯测试报告',
  }),
  achievement('ach-tow-vision', ['team-industrial-ai'], {
    title: '纤维铺放与缠绕过程的线结构光视觉检测',
    summary: '用线结构光获得丝束轮廓，在线识别间隙、重叠和扭转，最小间隙零点六毫米，检出率百分之九十七点八，与设备联动停机回退。湿法环境有气幕防污。',
    keywords: ['结构光', '丝束', '缠绕', '在线检测'], tracks: ['advanced-equipment', 'general-ai', 'new-energy'],
    trl: 6, tier: 'city', offer: 'joint-development', price: null, evidence: '现场测试报告；发明专利3项',
  }),
  achievement('ach-enzyme-pad', ['team-textile'], {
    title: '棉机织物酶氧一浴平幅前处理',
    summary: '低温果胶酶、淀粉酶与活化双氧水同浴轧堆，六十五度下毛效十厘米、白度八十一，用水下降五成，强力损失小于百分之六。助剂均可国产采购。',
    keywords: ['前处理', '酶氧一浴', '低温', '棉织物', '节水'], tracks: ['textiles', 'synthetic-biology'],
    trl: 7, tier: 'city', offer: 'licence', price: 300_000, evidence: '三家企业大样报告',
  }),
  achievement('ach-plasma-pretreat', ['team-textile'], {
    title: '常压等离子体辅助退浆与润湿',
    summary: '以常压等离子体打断聚乙烯醇浆膜，配合温水洗除浆，残浆率小于百分之三，适用于高密织物，处理幅宽二点八米。可与酶法前处理串联，进一步降低用水。',
    keywords: ['等离子体', '退浆', '高密织物', '聚乙烯醇'], tracks: ['textiles', 'advanced-equipment'],
    trl: 6, tier: 'district', offer: 'joint-development', price: null, evidence: '中试记录；发明专利2项',
  }),
  achievement('ach-fibre-carbon', ['team-textile'], {
    title: '废旧棉麻纺织品定向炭化制备多孔碳',
    summary: '利用废旧纤维素纤维的取向结构低温炭化后高温闭孔，得到层间距零点三八纳米的碳材料，钠储存容量三百毫安时每克。原料为家纺边角料，来源稳定。',
    keywords: ['废旧纺织品', '炭化', '多孔碳', '储钠'], tracks: ['textiles', 'new-materials', 'energy-storage'],
    trl: 4, tier: 'district', offer: 'joint-development', price: null, evidence: '扣式电池数据；论文3篇',
  }),
  achievement('ach-grafted-biocide', ['team-textile'], {
    title: '胍盐共聚物接枝耐久抗菌整理',
    summary: '胍盐低聚物与纤维素形成共价键，五十次水洗后对金黄色葡萄球菌抗菌率百分之九十七，抑菌圈为零，可在定形机上完成。整理后手感和白度无明显变化。',
    keywords: ['抗菌整理', '非溶出', '胍盐', '耐洗'], tracks: ['textiles', 'new-materials'],
    trl: 6, tier: 'city', offer: 'licence', price: 260_000, evidence: '抗菌与皮肤刺激检测报告',
  }),
  achievement('ach-mm-radar-uav', ['team-unmanned-flight'], {
    title: '机载毫米波雷达微小空中目标检测',
    summary: '七十六吉赫四维雷达与长时积累算法，对零点零二平方米目标探测距离六百五十米，整机一点四千克，霾天性能下降小于一成。已完成二十架次试飞。',
    keywords: ['毫米波雷达', '微小目标', '感知避让', '无人机', 'detect and avoid'], tracks: ['low-altitude', 'future-aerospace'],
    trl: 6, tier: 'city', offer: 'joint-development', price: null, evidence: '外场飞行试验报告；发明专利2项',
  }),
  achievement('ach-wire-detect', ['team-unmanned-flight'], {
    title: '低空线状障碍物视觉与雷达联合检测',
    summary: '以偏振相机提取导线候选，再用雷达多普勒验证，十毫米导线检测距离一百八十米，误报每小时少于一次。在江面与港区采集五十小时数据做过评测，可移植。',
    keywords: ['导线检测', '偏振成像', '雷达', '融合'], tracks: ['low-altitude', 'general-ai'],
    trl: 5, tier: 'district', offer: 'joint-development', price: null, evidence: '试飞数据集与评测报告',
  }),
  achievement('ach-uwb-landing', ['team-unmanned-flight'], {
    title: 'UWB and infrared beacon guidance for rooftop landing',
    summary: 'Four ultra-wideband anchors and modulated infrared beacons give relative position at 50 Hz within 50 m. Touchdown error stayed below 0.25 m in 180 landings by day, at night and in moderate rain; the airborne part weighs 320 g.',
    keywords: ['ultra-wideband', 'infrared beacon', 'precision landing', '视觉着陆'], tracks: ['low-altitude', 'future-communications'],
    trl: 6, tier: 'district', offer: 'licence', price: 400_000, evidence: 'Flight-test report; two patents pending',
  }),
  achievement('ach-low-mesh', ['team-unmanned-flight'], {
    title: '低空密集空域时敏自组网',
    summary: '为同一走廊内五十架以上无人机提供十毫秒级时延的自组网通信，支持位置广播与冲突告警，已在港区完成三周试运行。可与地面管理平台对接，定位数据每秒更新十次。',
    keywords: ['自组网', '低空通信', '时延', '冲突告警'], tracks: ['low-altitude', 'future-communications'],
    trl: 5, tier: 'district', offer: 'open', price: null, evidence: '试运行报告',
  }),
  achievement('ach-ag-paste', ['team-power-package'], {
    title: '微纳复合铜膏抗氧化包覆与加压烧结',
    summary: '铜颗粒表面有机酸螯合包覆，八兆帕、二百五十度氮气下烧结，四十毫米级底板连接空洞率百分之二点三，剪切强度五十二兆帕。膏体冷藏可存半年。',
    keywords: ['铜烧结', '铜膏', '抗氧化', '空洞率', '功率模块'], tracks: ['wide-bandgap', 'new-materials'],
    trl: 6, tier: 'city', offer: 'joint-development', price: null, evidence: '烧结与可靠性报告；发明专利5项',
  }),
  achievement('ach-double-side', ['team-power-package'], {
    title: '双面散热碳化硅模块结构与工艺',
    summary: '双面烧结加垫块补偿结构，热阻较单面下降三成五，功率循环寿命提高到三倍，完成两款样机。可沿用单面模块的芯片和外壳，样品可供客户在逆变器上试装评估。',
    keywords: ['双面散热', '碳化硅', '功率循环', '热阻'], tracks: ['wide-bandgap', 'new-energy'],
    trl: 6, tier: 'province', offer: 'licence', price: 1_500_000, evidence: '功率循环试验报告',
  }),
  achievement('ach-sam-void', ['team-power-package'], {
    title: '烧结层空洞扫描声学定量与工艺反馈',
    summary: '自动分割扫描声学图像中的空洞并与压力分布叠加，定位工装问题，单模块分析时间四十秒，已服务六家封装企业。支持企业自有图像格式，可离线部署。',
    keywords: ['扫描声学显微', '空洞', '工艺反馈', '失效定位'], tracks: ['wide-bandgap', 'general-ai'],
    trl: 8, tier: 'city', offer: 'open', price: 60_000, evidence: '检测服务合同与用户评价',
  }),
  achievement('ach-gan-short', ['team-power-package'], {
    title: '宽禁带器件短路失效机理与边界图谱',
    summary: '对十二款碳化硅与氮化镓器件做非破坏性短路试验，给出电压、温度与耐受时间边界，为保护阈值设定提供数据。图谱含失效解剖照片，可按企业器件定制试验。',
    keywords: ['短路耐受', '失效机理', '边界图谱', '宽禁带'], tracks: ['wide-bandgap'],
    trl: 5, tier: null, offer: 'open', price: 100_000, evidence: '测试数据库',
  }),
]
