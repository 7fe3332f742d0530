import { bid, type DemoBid } from './demo-bid.ts'

export const EQUIPMENT_BIDS: DemoBid[] = [
  bid('bid-bend-qilan', 'need-bend-restrictor', 'person-ruan-hai', -80, {
    route: '采用聚己内酯型预聚体与无汞催化体系，控制凝胶时间；厚壁件分三层浇注并在芯部布置可抽出冷却管，把放热峰值压到一百度以内。性能要求由设计曲率与全尺寸疲劳试验反推，避免材料指标过剩。',
    plan: '前四个月配方与样块老化，第五至八个月半尺寸件浇注与解剖，第九至十四个月两件全尺寸件疲劳试验。',
    milestones: [['配方定型与加速老化数据', 4, 25], ['半尺寸件缩孔达标', 8, 30], ['首件全尺寸疲劳百万次', 12, 30], ['批量试制三件与成本核算', 15, 15]],
    cost: 3_960_000, team: '结构三人、材料三人、试验四人；全尺寸弯曲疲劳机自有，与材料供应商签有试制协议。',
    achievements: ['ach-bend-stiffener', 'ach-cast-cooling'],
  }),
  bid('bid-bend-canglan', 'need-bend-restrictor', 'person-shen-lan', -78, {
    route: '聚己内酯与聚醚复配并加碳化二亚胺抗水解，先保证五十度海水老化指标；浇注工艺在企业现场摸索，外协完成全尺寸疲劳。',
    plan: '配方五个月，现场浇注六个月，外协疲劳试验四个月。',
    milestones: [['老化指标达标', 5, 40], ['现场浇注成件', 11, 35], ['疲劳试验', 15, 25]],
    cost: 3_700_000, team: '材料五人、检测二人，实海挂片场自有。', achievements: ['ach-pu-hydrolysis'],
  }),
  bid('bid-bend-tongchuan', 'need-bend-restrictor', 'person-mei-qi', -77, {
    route: '引入受阻脲键与疏水链段，延长凝胶时间后缓慢浇注；以多温度老化数据外推二十五年强度。',
    plan: '十八个月分配方、浇注、寿命外推三段实施。',
    milestones: [['配方与外推模型', 8, 50], ['厚壁件浇注', 14, 30], ['验证试验', 18, 20]],
    cost: 4_150_000, team: '高分子合成四人、加工三人。', achievements: ['ach-urethane-cast'],
  }),
  bid('bid-methanol-jianghai', 'need-methanol-supply', 'person-bai-hao', -10, {
    route: '以可调谐激光吸收光谱测量夹层通风中的甲醇蒸气，一台主机经光纤带八个无源测点，避免危险区带电；浓度、压力与通风流量三取二联锁，误报由趋势与自检双重抑制。',
    plan: '三个月样机，四个月陆上供液台试验与盐雾振动预试，五个月实船两套运行和型式试验。',
    milestones: [['八测点样机', 3, 30], ['供液台与环境预试', 7, 30], ['型式试验', 10, 25], ['实船运行三个月', 13, 15]],
    cost: 1_760_000, team: '光学三人、船舶动力三人、自动化二人，供液试验台自有。', achievements: ['ach-vapour-laser', 'ach-methanol-pump'],
  }),
  bid('bid-methanol-xianneng', 'need-methanol-supply', 'person-cen-yang', -8, {
    route: '半导体与电化学双原理探头互校，内置温湿度与盐雾补偿；联锁逻辑按危险与可操作性分析结果重新分级，减少单点停供。',
    plan: '十二个月完成探头、联锁与型式试验。',
    milestones: [['探头补偿算法', 4, 40], ['联锁逻辑评审', 7, 20], ['型式试验', 12, 40]],
    cost: 1_620_000, team: '传感四人、安全分析二人，可出具泄漏检测报告。', achievements: ['ach-gas-warning'],
  }),
  bid('bid-methanol-canglan', 'need-methanol-supply', 'person-nie-feng', -7, {
    route: '在双壁管外布置超声阵列，监听微漏声信号，与现有探头结果融合判断。',
    plan: '十个月完成阵列、算法与台架验证。',
    milestones: [['阵列样机', 4, 50], ['台架验证', 10, 50]],
    cost: 1_480_000, team: '声学三人、信号处理二人。', achievements: [],
  }),
  bid('bid-landing-nanping', 'need-landing-pad', 'person-lu-yao', -13, {
    route: 'Four ultra-wideband anchors at the corners of the pad give range at 50 Hz; modulated infrared beacons give bearing below 15 m and survive low sun because the camera is synchronised with the modulation. Both are fused with the inertial unit in an error-state filter; when either is lost, the drone climbs back to 50 m.',
    plan: 'Two months of integration on the aircraft, three months of landings on a test roof, three months of service on two roofs.',
    milestones: [['Integration and bench tests', 2, 30], ['200 landings on the test roof', 5, 40], ['Service on two port roofs', 8, 30]],
    cost: 1_080_000, team: 'Three navigation engineers, two radio engineers, one test pilot.', achievements: ['ach-uwb-landing', 'ach-low-mesh'],
  }),
  bid('bid-landing-canglan', 'need-landing-pad', 'person-nie-feng', -12, {
    route: 'Optical beacons with acoustic-style coarse-to-fine homing, taken over from docking of underwater vehicles; the coarse stage uses a small radar reflector pattern.',
    plan: 'Nine months, with a first landing on a moving pad after five.',
    milestones: [['Beacon redesign for air', 4, 50], ['Landing tests', 9, 50]],
    cost: 990_000, team: 'Three engineers for beacons and control, one for tests.', achievements: ['ach-dock-homing'],
  }),
]
