import type { OrganisationKind } from '../../server/kernel/actor.ts'
import type { Organisation } from '../../server/modules/accounts/organisation.ts'
import { creditCode, type Registrar } from './credit-code.ts'

export type OrganisationSeed = Pick<Organisation, 'id' | 'name' | 'kind' | 'creditCode' | 'district' | 'park' | 'about' | 'verification'>

type Place = [district: string, park: string | null]

/** The serial makes the credit code: give a new organisation the next free one and never renumber. */
function organisation(
  registrar: Registrar, serial: number, kind: OrganisationKind, id: string, name: string, [district, park]: Place, about: string,
): OrganisationSeed {
  return { id, name: `${name}（演示）`, kind, creditCode: creditCode(registrar, serial), district, park, about, verification: 'verified' }
}

const enterprise = (serial: number, id: string, name: string, place: Place, about: string) => organisation('91', serial, 'enterprise', id, name, place, about)
const university = (serial: number, id: string, name: string, place: Place, about: string) => organisation('12', serial, 'university', id, name, place, about)
const institute = (serial: number, id: string, name: string, place: Place, about: string) => organisation('12', serial, 'institute', id, name, place, about)
const bureau = (serial: number, id: string, name: string, about: string) => organisation('11', serial, 'bureau', id, name, ['崇川区', null], about)

const ENTERPRISES = [
  enterprise(1, 'org-haiyue', '海岳海工装备有限公司', ['通州湾示范区', 'tongzhou-bay'],
    '从事深远海养殖平台、海上风电安装船配套和动态海缆附件的设计制造，在通州湾设有总装码头和系泊试验场。'),
  enterprise(2, 'org-lanjing', '澜境船舶动力有限公司', ['海门区', 'haimen-kfq'],
    '船用低碳动力系统集成商，产品为双燃料供气系统、轴系和船舶能效管理系统。'),
  enterprise(3, 'org-fengting', '风汀海上风电运维有限公司', ['如东县', 'rudong-kfq'],
    '承担海上风电场的检修、海缆巡检和备件服务，管理风机二百余台。'),
  enterprise(4, 'org-hengchu', '衡储新能源科技有限公司', ['通州区', 'nantong-gxq'],
    '生产电网侧和工商业储能系统，有电芯模组、电池管理和液冷温控三条产品线。'),
  enterprise(5, 'org-qinglan', '氢岚能源装备有限公司', ['如皋市', 'rugao-kfq'],
    '制造电解水制氢设备和车载储氢系统，建有兆瓦级制氢试验线。'),
  enterprise(6, 'org-xinzhou', '芯洲功率半导体有限公司', ['苏锡通科技产业园区', 'suxitong'],
    '碳化硅功率模块封装企业，产品用于电动汽车主驱逆变器和储能变流器。'),
  enterprise(7, 'org-yifei', '翼霏低空装备有限公司', ['崇川区', 'gangzha-kfq'],
    '研制中型货运无人机和低空物流起降设施，在沿江开展常态化试飞。'),
  enterprise(8, 'org-hemai', '禾脉生物制造有限公司', ['海门区', 'haimen-linjiang'],
    '以发酵法生产有机酸、功能糖和化妆品活性成分，拥有百吨级中试发酵车间。'),
  enterprise(9, 'org-qihe', '启禾细胞科技有限公司', ['启东市', 'qidong-kfq'],
    '细胞治疗产品的工艺开发与委托生产企业，建有符合药品生产质量管理规范的洁净车间。'),
  enterprise(10, 'org-zhiyun', '织昀家纺有限公司', ['南通国际家纺产业园区', 'home-textile'],
    '中高端床品和功能面料制造企业，有织造、印染、成品一体化生产线。'),
  enterprise(11, 'org-shuyan', '数檐智能科技有限公司', ['南通创新区', 'nantong-cxq'],
    '面向制造业提供垂直领域大模型和边缘推理设备，客户以船舶、纺织企业为主。'),
  enterprise(12, 'org-mozhi', '膜至新材料有限公司', ['海安市', 'haian-kfq'],
    '生产水处理膜、离子交换膜和锂电隔膜涂层，有宽幅涂布线四条。'),
  { ...enterprise(13, 'org-chaoqi', '潮栖机器人有限公司', ['海安市', 'haian-kfq'],
    '新设企业，从事打磨与焊接机器人工作站的集成，认证材料待审核。'), verification: 'pending' as const },
]

const UNIVERSITIES = [
  university(14, 'org-jianghai', '江海理工大学', ['崇川区', null],
    '以船舶与海洋工程、电气工程和材料科学见长的工科大学，设有技术转移部。'),
  university(15, 'org-canglan', '沧澜海洋大学', ['启东市', null], '涉海综合大学，海洋装备防护、海洋遥感和海洋生物学科较强。'),
  university(16, 'org-nanping', '南屏科技大学', ['南通创新区', null], '以信息、人工智能和纺织工程为主的研究型大学。'),
  university(17, 'org-yunting', '云汀医科大学', ['启东市', null], '医科大学，设有细胞治疗转化平台和合成生物学研究中心。'),
  university(18, 'org-tongchuan', '桐川大学', ['通州区', null], '综合性大学，化学工程、电化学和微电子学科有博士点。'),
]

const INSTITUTES = [
  institute(19, 'org-xianneng', '江海先进能源研究院', ['如皋市', 'rugao-kfq'], '新型研发机构，从事氢能、储能的中试放大和检测。'),
  institute(20, 'org-changtan', '长滩微电子研究所', ['苏锡通科技产业园区', 'suxitong'], '从事宽禁带器件封装、可靠性和测试技术研究，有开放的失效分析实验室。'),
  institute(21, 'org-qilan', '启澜海洋工程研究院', ['通州湾示范区', 'tongzhou-bay'], '从事系泊、动态缆和海上浮式结构的水池试验与工程设计。'),
]

const STAFF = [
  bureau(22, 'org-bureau', '市科学技术局', '揭榜挂帅的组织单位，负责审核、发榜、评审组织和公示。'),
  bureau(23, 'org-transfer', '江海技术转移中心', '受市科学技术局委托，承担需求挖掘、对接撮合和技术合同登记服务。'),
  bureau(24, 'org-audit', '市科技监督与审计中心', '对揭榜挂帅全过程记录进行事后核查，不参与审批。'),
  organisation('12', 25, 'park', 'org-park-bay', '通州湾科创园区服务中心', ['通州湾示范区', 'tongzhou-bay'], '园区企业的需求征集、载体和项目落地服务。'),
]

/** Reviewers come from organisations that neither issue nor bid. */
const NEUTRAL = [
  institute(26, 'org-dongyu', '东屿科技评价研究所', ['崇川区', null], '第三方科技成果评价与项目评审机构。'),
  university(27, 'org-chengjiang', '澄江大学', ['崇川区', null], '外地高校，仅有专家受邀参加评审。'),
  institute(28, 'org-haiqu', '海曲检验检测中心', ['崇川区', 'shibei-gxq'], '机电、材料产品的第三方检验检测机构。'),
  institute(29, 'org-changting', '长汀标准化研究院', ['南通创新区', null], '标准研究与技术经济分析机构。'),
  organisation('91', 30, 'enterprise', 'org-yunfan', '云帆产业咨询有限公司', ['崇川区', 'chongchuan-kfq'], '产业研究与投融资咨询机构，派出财务与市场类专家。'),
]

/** All fictional. Any likeness of a name to an existing organisation is chance. */
export const ORGANISATIONS: OrganisationSeed[] = [...ENTERPRISES, ...UNIVERSITIES, ...INSTITUTES, ...STAFF, ...NEUTRAL]
