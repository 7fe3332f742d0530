import { bid, type DemoBid } from './demo-bid.ts'

/** Bids for needs that are still open, or were withdrawn: nobody but the bidder reads them. */
export const SEALED_BIDS: DemoBid[] = [
  bid('bid-mooring-jianghai', 'need-mooring', 'person-gu-cheng', -2, {
    route: '在缆绳端部连接件内嵌光纤光栅，测量张力而不触及承载段；水下解调单元与浮标通信，断网时本地缓存。剩余寿命按实测载荷谱做雨流计数，用企业提供的四段退役缆样拉断结果修正损伤参数，给出带区间的更换建议。',
    plan: '前四个月完成传感器耐压与标定、退役缆试验；第五至六个月出海安装四点；其后连续运行十二个月，每季度提交评估报告。',
    milestones: [['传感器定型与第三方标定', 4, 30], ['四点海上安装并稳定回传', 6, 30], ['运行满六个月的中期评估', 12, 20], ['运行满一年与验收试验', 18, 20]],
    cost: 2_650_000, team: '负责人一人、系泊动力学二人、光纤传感三人、海上安装三人；疲劳试验机与标定装置自有。',
    achievements: ['ach-rope-fatigue', 'ach-platform-twin'],
  }),
  bid('bid-mooring-qilan', 'need-mooring', 'person-ruan-hai', -1, {
    route: '以平台六自由度运动和波浪实测反算八点缆力，仅在两点布置测力销作校验；先用水池试验取得断缆与台风工况的判据，再建立缆力到损伤的换算关系。水下部件少，安装工作量小。',
    plan: '水池试验与反算模型五个月，安装一个月，海上验证十二个月。',
    milestones: [['水池试验与反算模型', 5, 40], ['安装与校验', 7, 30], ['一年验证', 19, 30]],
    cost: 2_380_000, team: '水池试验四人、结构分析三人、海上作业二人，深水试验池自有。',
    achievements: ['ach-mooring-tank'],
  }),
  bid('bid-burial-canglan', 'need-cable-burial', 'person-nie-feng', -5, {
    route: '三轴磁力梯度仪拖曳测定带电缆位置与深度，低频合成孔径声呐同步成像沉积层，两种结果互相校核；无人艇按流向自适应航线作业，自动输出浅埋与悬空段清单。',
    plan: '两个月完成艇载集成，四个月分三次在潮沟段比测，其后交付六次例行巡检。',
    milestones: [['艇载集成与码头联调', 2, 30], ['三次比测达标', 6, 40], ['六次例行巡检交付', 12, 30]],
    cost: 3_300_000, team: '声呐三人、磁测二人、无人艇三人、数据处理二人，自有八米以下无人艇两艘。',
    achievements: ['ach-buried-line', 'ach-sas-target', 'ach-usv-collision'],
  }),
  bid('bid-runaway-tongchuan', 'need-thermal-runaway', 'person-pei-zhou', -3, {
    route: '由搁置段与充电末端电压偏离估计自放电电流并换算等效短路电阻，结合簇级膨胀力做二级确认；以可控内短路试验标定五十欧姆以内的判据，按电阻与变化率分三级预警。',
    plan: '三个月完成内短路试验与标定，三个月在历史数据上回溯，六个月在两座电站并行运行。',
    milestones: [['内短路试验与判据', 3, 30], ['历史回溯达标', 6, 30], ['两座电站并行运行', 12, 40]],
    cost: 2_900_000, team: '电化学四人、算法三人、现场二人，滥用试验舱自有。', achievements: ['ach-eis-short'],
  }),
  bid('bid-runaway-xianneng', 'need-thermal-runaway', 'person-cen-yang', null, {
    route: '氢与一氧化碳复合传感加膨胀力判断析气起始，配合舱级抑制措施分级处置。', plan: '',
    milestones: [['传感布点方案', 3, 40], ['舱级验证', 9, 60]],
    cost: 2_700_000, team: '安全检测四人、电气二人。', achievements: ['ach-gas-warning', 'ach-runaway-barrier'],
  }),
  bid('bid-ergothioneine-yunting', 'need-ergothioneine', 'person-dai-xin', -4, {
    route: '强化酵母一碳循环与S-腺苷甲硫氨酸再生，减少甲硫氨酸流加；以动态启动子平衡组氨酸前体供给；发酵后期按排气与介电信号补料。提取改用膜浓缩加一次层析，减少一步离子交换。',
    plan: '四个月完成菌株两轮构建，三个月一百升罐优化，五个月五吨罐放大与提取贯通。',
    milestones: [['菌株五升罐效价达五克每升', 4, 30], ['一百升罐工艺锁定', 7, 30], ['五吨罐连续三批达标', 12, 40]],
    cost: 1_850_000, team: '菌株构建四人、发酵三人、分离二人，五升至三百升罐自有。', achievements: ['ach-methyl-cycle', 'ach-perfusion-scale'],
  }),
  bid('bid-copper-changtan', 'need-copper-sintering', 'person-luo-ji', -6, {
    route: '微纳复合铜膏表面螯合包覆，干膜转印控制大面积厚度均匀；压头采用分区柔性垫补偿翘曲，八兆帕、二百五十度氮气烧结；扫描声学空洞图与压力分布闭环调整工装。',
    plan: '三个月膏体与干膜定型，四个月大面积工艺窗口，五个月可靠性与小批试产。',
    milestones: [['公斤级膏体与储存数据', 3, 30], ['大面积空洞率达标', 7, 40], ['温度冲击千次与小批试产', 12, 30]],
    cost: 3_500_000, team: '材料四人、封装工艺四人、可靠性三人，加压烧结机与十二工位功率循环台自有。',
    achievements: ['ach-ag-paste', 'ach-sam-void'],
  }),
  { ...bid('bid-copper-tongchuan', 'need-copper-sintering', 'person-ling-mai', -8, {
    route: '以热机械仿真指导压头与底板预弯设计，采购商品铜膏完成工艺匹配。', plan: '十个月完成工装设计、烧结试验与可靠性考核。',
    milestones: [['仿真与工装', 4, 50], ['烧结与考核', 10, 50]],
    cost: 2_200_000, team: '仿真三人、工艺二人。', achievements: ['ach-die-stress'],
  }), withdrawn: true },
  bid('bid-desizing-nanping', 'need-desizing', 'person-kang-li', -7, {
    route: '酶氧一浴平幅轧堆：低温淀粉酶与果胶酶先行渗透，活化双氧水同浴漂白；含聚乙烯醇的品种前置常压等离子体处理，保证退浆率。全流程温度不超过六十五度。',
    plan: '两个月小样配方，两个月连续线大样三轮，四个月稳定生产并核算水耗。',
    milestones: [['小样指标达标', 2, 30], ['三轮大样', 4, 40], ['连续生产三十万米与核算', 8, 30]],
    cost: 1_150_000, team: '染整四人、装备二人，可驻厂三人。', achievements: ['ach-enzyme-pad', 'ach-plasma-pretreat'],
  }),
  bid('bid-t-cell-yunting', 'need-t-cell', 'person-elias-brandt', null, {
    route: 'Disposable flow cell with a gamma-stable window for Raman spectra every 15 minutes; calibration is transferred between donors by a standard addition at day 0. A model-predictive feed uses the readings.',
    plan: 'Three months of adaptation to the bags in use, then four runs in the cleanroom and eight in parallel with manual control.',
    milestones: [['Flow cell adapted and sterilised', 3, 35], ['Four runs in the cleanroom', 8, 35], ['Eight comparison runs', 14, 30]],
    cost: 2_250_000, team: 'Two process engineers, two spectroscopists, one quality specialist.', achievements: ['ach-raman-inline', 'ach-feed-control'],
  }),
  bid('bid-bolt-jianghai', 'need-bolt-preload', 'person-zhuang-yi', -15, {
    route: '双波型超声测量应力波声时比，免拆防护帽；以机组停机复检结果校正，按法兰圆周相对差筛查松动螺栓。',
    plan: '三个月样机，三个月十台机组比测。',
    milestones: [['样机与标定', 3, 50], ['十台机组比测', 6, 50]],
    cost: 520_000, team: '超声二人、结构二人。', achievements: [],
  }),
]
