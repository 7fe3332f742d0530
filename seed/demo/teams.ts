import type { Team } from '../../server/modules/library/team.ts'
import { personOf } from './people.ts'

export type TeamSeed = Omit<Team, 'revision' | 'events' | 'source'>

type Words = Pick<TeamSeed, 'name' | 'profile' | 'keywords' | 'tracks' | 'district' | 'capacity' | 'delivered'>

/** A team belongs to the organisation of its lead. */
function team(id: string, members: [lead: string, ...others: string[]], words: Words): TeamSeed {
  const [lead] = members
  return { id, organisation: personOf(lead).organisation, lead, members, ...words }
}

export const TEAMS: TeamSeed[] = [
  team('team-mooring', ['person-gu-cheng', 'person-zhuang-yi'], {
    name: '深远海系泊与结构健康监测团队', district: '崇川区', capacity: 3, delivered: 2,
    profile: '从事浮式平台系泊动力学、锚链与合成纤维缆疲劳、光纤光栅结构健康监测研究。建有系泊缆全尺寸疲劳试验机和平台运动响应仿真平台，承担过网箱、浮式风机系泊设计校核与在位监测。',
    keywords: ['系泊系统', '疲劳寿命', '光纤光栅', '结构健康监测', '浮式平台'],
    tracks: ['deep-sea', 'ships-offshore', 'future-ocean'],
  }),
  team('team-ship-power', ['person-bai-hao'], {
    name: '船舶低碳动力团队', district: '崇川区', capacity: 2, delivered: 1,
    profile: '研究甲醇、氨等低闪点燃料的船上供给、喷射与安全控制，以及混合动力能量管理。有低闪点燃料供液试验台和船用中速机台架，参与过内河甲醇动力船的改装设计。',
    keywords: ['甲醇燃料', '双燃料供给', '低闪点燃料', '混合动力', '能量管理'],
    tracks: ['ships-offshore', 'new-energy', 'advanced-equipment'],
  }),
  team('team-corrosion', ['person-shen-lan'], {
    name: '海洋腐蚀防护与弹性体材料团队', district: '启东市', capacity: 3, delivered: 3,
    profile: '面向飞溅区与全浸区钢结构的长效防护，研究重防腐涂层、阴极保护、聚氨酯弹性体海水老化和防污表面。有实海挂片场和加速老化舱，可做涂层下腐蚀的无损检测。',
    keywords: ['重防腐涂层', '飞溅区', '聚氨酯弹性体', '海水老化', '防污', '无损检测'],
    tracks: ['deep-sea', 'ships-offshore', 'new-materials'],
  }),
  team('team-ocean-sensing', ['person-nie-feng'], {
    name: '水下探测与无人航行器团队', district: '启东市', capacity: 2, delivered: 1,
    profile: '研究侧扫与合成孔径声呐、磁力探测、水下目标自动识别和无人艇自主航行。自有无人艇两艘、遥控潜器一台，做过管线路由勘察与小目标跟踪避碰。',
    keywords: ['合成孔径声呐', '水下机器人', '无人艇', '目标识别', '多传感器融合'],
    tracks: ['deep-sea', 'future-ocean', 'general-ai', 'low-altitude'],
  }),
  team('team-industrial-ai', ['person-xu-wen'], {
    name: '工业视觉与垂域大模型团队', district: '南通创新区', capacity: 4, delivered: 3,
    profile: '研究小样本缺陷检测、射线与超声图像判读、设备时序异常识别和大模型压缩部署。已在焊缝评片、织物验布和电池化成数据分析中落地，具备国产推理芯片移植经验。',
    keywords: ['缺陷检测', '小样本学习', '射线底片', '时序异常', '模型压缩', '边缘推理'],
    tracks: ['general-ai', 'next-gen-it', 'advanced-equipment'],
  }),
  team('team-textile', ['person-kang-li'], {
    name: '功能纤维与绿色印染团队', district: '南通创新区', capacity: 2, delivered: 2,
    profile: '从事短流程前处理、无水少水染整、抗菌与温控整理以及纤维素纤维的炭化利用。有连续轧蒸小样线和低温等离子体处理机，与多家家纺企业共建验证产线。',
    keywords: ['短流程前处理', '少水染整', '抗菌整理', '纤维素纤维', '生物质炭'],
    tracks: ['textiles', 'new-materials'],
  }),
  team('team-unmanned-flight', ['person-lu-yao'], {
    name: '无人飞行与低空智联团队', district: '南通创新区', capacity: 2, delivered: 0,
    profile: '研究无人机感知避让、视觉与惯性组合导航、机载雷达微小目标检测和低空通信组网。具备中型无人机试飞资质协作单位，可开展雾天和强电磁环境下的飞行验证。',
    keywords: ['感知避让', '组合导航', '视觉着陆', '毫米波雷达', '低空组网'],
    tracks: ['low-altitude', 'future-aerospace', 'future-communications'],
  }),
  team('team-cell-process', ['person-elias-brandt'], {
    name: '细胞治疗工艺与分析团队', district: '启东市', capacity: 2, delivered: 1,
    profile: '从事T细胞与间充质干细胞的封闭式扩增、过程分析、病毒载体纯化和放行检测方法开发。有三套小型灌流反应器和拉曼在线监测系统，熟悉药品生产质量管理规范。Closed cell expansion, in-line Raman monitoring, viral vector purification.',
    keywords: ['细胞扩增', '过程分析技术', '拉曼光谱', '病毒载体', 'T-cell expansion', 'process analytics'],
    tracks: ['cell-gene', 'biomedicine', 'future-health'],
  }),
  team('team-synbio', ['person-dai-xin'], {
    name: '代谢工程与酶工程团队', district: '启东市', capacity: 3, delivered: 2,
    profile: '以酵母、大肠杆菌和谷氨酸棒杆菌为底盘，做代谢通路重构、辅因子平衡和工业酶定向进化。有高通量菌种筛选平台和五升至三百升发酵罐，服务过有机酸、功能糖和纺织用酶企业。Also genetically encoded sensors for glucose and lactate in closed cell culture.',
    keywords: ['代谢工程', '菌种构建', '高密度发酵', '酶定向进化', '淀粉酶', '辅因子平衡'],
    tracks: ['synthetic-biology', 'biomedicine', 'cell-gene', 'textiles'],
  }),
  team('team-electrochemistry', ['person-pei-zhou'], {
    name: '电化学储能材料与系统团队', district: '通州区', capacity: 3, delivered: 2,
    profile: '研究钠离子电池负极、锂电隔膜界面、电池阻抗谱诊断和液流电池。有软包电池中试线、原位产气分析装置和兆瓦时级储能舱运行数据，长期为储能企业做失效分析。',
    keywords: ['钠离子电池', '硬碳', '阻抗谱', '内短路', '隔膜', '失效分析'],
    tracks: ['energy-storage', 'new-energy', 'new-materials'],
  }),
  team('team-membrane', ['person-mei-qi'], {
    name: '分离膜与高分子加工团队', district: '通州区', capacity: 3, delivered: 2,
    profile: '研究离子交换膜、纳滤膜、电解用复合隔膜和耐水解弹性体的结构设计与宽幅成型。有六百毫米幅宽流延涂布机和膜堆评价装置，做过糖醇脱盐、浓海水资源化工艺包。',
    keywords: ['离子交换膜', '纳滤', '复合隔膜', '流延成型', '膜分离', '耐水解弹性体'],
    tracks: ['new-materials', 'future-materials', 'new-energy', 'synthetic-biology'],
  }),
  team('team-hydrogen', ['person-cen-yang'], {
    name: '氢能装备与储能安全团队', district: '如皋市', capacity: 2, delivered: 1,
    profile: '从事电解槽动态特性、储氢容器检测、气体泄漏与热失控蔓延防护。有二百标方电解槽试验台、爆破试验舱和储能舱级燃烧试验场，可出具检测报告。',
    keywords: ['电解制氢', '储氢瓶', '泄漏探测', '热失控', '消防抑制', '安全检测'],
    tracks: ['new-energy', 'future-energy', 'energy-storage', 'ships-offshore'],
  }),
  team('team-power-package', ['person-luo-ji'], {
    name: '宽禁带器件封装与可靠性团队', district: '苏锡通科技产业园区', capacity: 3, delivered: 3,
    profile: '研究碳化硅模块的纳米银、铜烧结互连，双面散热结构，功率循环寿命和失效定位。有加压烧结机、扫描声学显微镜和十二工位功率循环台，面向企业开放。',
    keywords: ['碳化硅', '烧结互连', '功率模块', '功率循环', '声学扫描', '失效定位'],
    tracks: ['wide-bandgap', 'next-gen-it'],
  }),
  team('team-power-electronics', ['person-ling-mai'], {
    name: '高频电力电子与驱动团队', district: '通州区', capacity: 2, delivered: 1,
    profile: '研究宽禁带器件栅极驱动、短路保护、电磁兼容和变流器热管理，兼做低温连接材料的热机械仿真。有一兆瓦对拖平台和双脉冲测试系统，与变流器企业联合开发驱动板三款。',
    keywords: ['栅极驱动', '短路保护', '双脉冲测试', '变流器', '热机械仿真'],
    tracks: ['wide-bandgap', 'new-energy', 'advanced-equipment'],
  }),
  team('team-floating', ['person-ruan-hai'], {
    name: '浮式结构与动态缆团队', district: '通州湾示范区', capacity: 3, delivered: 2,
    profile: '从事浮式风机与养殖平台总体设计、动态缆及附件、水池模型试验和海缆埋设保护。有深水试验池和动态缆弯曲疲劳试验机，熟悉船级社取证流程。',
    keywords: ['动态缆', '弯曲限制器', '水池试验', '海缆埋深', '浮式风机'],
    tracks: ['deep-sea', 'ships-offshore', 'future-ocean', 'new-energy'],
  }),
]
