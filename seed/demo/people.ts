import type { Actor, Role } from '../../server/kernel/actor.ts'
import type { Person } from '../../server/modules/accounts/person.ts'
import { ORGANISATIONS } from './organisations.ts'

/** A demonstration person before the loader gives them a password. */
export type PersonSeed = Omit<Person, 'revision' | 'events' | 'passwordHash'>

function person(id: string, name: string, email: string, organisation: string, roles: Role[], digest: 'daily' | 'weekly' | 'off' = 'weekly'): PersonSeed {
  return { id, name, email, organisation, roles, preferences: { locale: 'zh-CN', digest }, demo: true, active: true, membership: 'member', sessionEpoch: 0, reset: null }
}

const inEnglish = (one: PersonSeed): PersonSeed => ({ ...one, preferences: { ...one.preferences, locale: 'en' } })

const ISSUERS = [
  person('person-lin-yue', '林岳', 'lin.yue@haiyue.example', 'org-haiyue', ['issuer']),
  person('person-qiu-lan', '邱岚', 'qiu.lan@haiyue.example', 'org-haiyue', ['issuer']),
  person('person-shao-heng', '邵珩', 'shao.heng@haiyue.example', 'org-haiyue', ['manager', 'issuer']),
  person('person-fang-ting', '方霆', 'fang.ting@hengchu.example', 'org-hengchu', ['issuer']),
  person('person-ke-ning', '柯凝', 'ke.ning@xinzhou.example', 'org-xinzhou', ['issuer', 'manager']),
  person('person-rong-bo', '容博', 'rong.bo@lanjing.example', 'org-lanjing', ['issuer']),
  person('person-ji-ting', '季汀', 'ji.ting@fengting.example', 'org-fengting', ['issuer']),
  person('person-wan-lan', '万阑', 'wan.lan@qinglan.example', 'org-qinglan', ['issuer']),
  inEnglish(person('person-mia-hartwell', 'Mia Hartwell', 'mia.hartwell@yifei.example', 'org-yifei', ['issuer'])),
  person('person-he-mu', '贺沐', 'he.mu@hemai.example', 'org-hemai', ['issuer']),
  inEnglish(person('person-tang-qi', 'Tang Qi', 'tang.qi@qihe.example', 'org-qihe', ['issuer'])),
  person('person-yun-zhi', '恽之', 'yun.zhi@zhiyun.example', 'org-zhiyun', ['issuer']),
  person('person-yan-shu', '颜庶', 'yan.shu@shuyan.example', 'org-shuyan', ['issuer']),
  person('person-mo-qing', '莫青', 'mo.qing@mozhi.example', 'org-mozhi', ['issuer']),
  person('person-chao-xi', '晁汐', 'chao.xi@chaoqi.example', 'org-chaoqi', ['issuer', 'manager']),
]

/** Leads of teams first, then those who work with them. */
const RESEARCHERS = [
  person('person-gu-cheng', '顾澄', 'gu.cheng@jianghai.example', 'org-jianghai', ['researcher'], 'daily'),
  person('person-shen-lan', '沈澜', 'shen.lan@canglan.example', 'org-canglan', ['researcher'], 'daily'),
  person('person-xu-wen', '许汶', 'xu.wen@nanping.example', 'org-nanping', ['researcher']),
  inEnglish(person('person-elias-brandt', 'Elias Brandt', 'elias.brandt@yunting.example', 'org-yunting', ['researcher'])),
  person('person-pei-zhou', '裴舟', 'pei.zhou@tongchuan.example', 'org-tongchuan', ['researcher'], 'daily'),
  person('person-luo-ji', '罗霁', 'luo.ji@changtan.example', 'org-changtan', ['researcher']),
  person('person-zhuang-yi', '庄弈', 'zhuang.yi@jianghai.example', 'org-jianghai', ['researcher']),
  person('person-bai-hao', '白皓', 'bai.hao@jianghai.example', 'org-jianghai', ['researcher']),
  person('person-nie-feng', '聂枫', 'nie.feng@canglan.example', 'org-canglan', ['researcher'], 'off'),
  person('person-kang-li', '康砺', 'kang.li@nanping.example', 'org-nanping', ['researcher']),
  person('person-dai-xin', '戴忻', 'dai.xin@yunting.example', 'org-yunting', ['researcher']),
  person('person-mei-qi', '梅圻', 'mei.qi@tongchuan.example', 'org-tongchuan', ['researcher']),
  person('person-cen-yang', '岑旸', 'cen.yang@xianneng.example', 'org-xianneng', ['researcher']),
  person('person-ruan-hai', '阮海', 'ruan.hai@qilan.example', 'org-qilan', ['researcher'], 'daily'),
  person('person-ling-mai', '凌迈', 'ling.mai@tongchuan.example', 'org-tongchuan', ['researcher']),
  person('person-lu-yao', '鹿瑶', 'lu.yao@nanping.example', 'org-nanping', ['researcher']),
]

const REVIEWERS = [
  person('person-hua-yan', '花砚', 'hua.yan@dongyu.example', 'org-dongyu', ['reviewer'], 'off'),
  person('person-song-zhu', '宋竹', 'song.zhu@chengjiang.example', 'org-chengjiang', ['reviewer'], 'off'),
  person('person-tao-jian', '陶鉴', 'tao.jian@haiqu.example', 'org-haiqu', ['reviewer'], 'off'),
  person('person-yu-zhun', '于准', 'yu.zhun@changting.example', 'org-changting', ['reviewer'], 'off'),
  inEnglish(person('person-nora-lindqvist', 'Nora Lindqvist', 'nora.lindqvist@yunfan.example', 'org-yunfan', ['reviewer'], 'off')),
]

const STAFF = [
  person('person-cao-ping', '曹平', 'cao.ping@bureau.example', 'org-bureau', ['officer'], 'daily'),
  person('person-wei-an', '魏安', 'wei.an@transfer.example', 'org-transfer', ['officer'], 'daily'),
  person('person-jin-ce', '靳策', 'jin.ce@bureau.example', 'org-bureau', ['administrator'], 'off'),
  person('person-ji-heng', '纪衡', 'ji.heng@transfer.example', 'org-transfer', ['administrator'], 'off'),
  person('person-du-di', '杜砥', 'du.di@audit.example', 'org-audit', ['auditor'], 'off'),
  person('person-xia-lin', '夏霖', 'xia.lin@bay-park.example', 'org-park-bay', ['manager']),
]

/** All fictional. Addresses end in `.example`, which never reaches anybody (RFC 2606). */
export const PEOPLE: PersonSeed[] = [...ISSUERS, ...RESEARCHERS, ...REVIEWERS, ...STAFF]

/** Who plays which part in tests and in the tour. Owner, teammate and manager share one enterprise. */
export const CAST = {
  owner: 'person-lin-yue',
  teammate: 'person-qiu-lan',
  manager: 'person-shao-heng',
  rivalIssuer: 'person-fang-ting',
  thirdIssuer: 'person-ke-ning',
  /** Signed in, with nothing to do with the case at hand. */
  stranger: 'person-yun-zhi',
  unverifiedIssuer: 'person-chao-xi',
  researcher: 'person-gu-cheng',
  researcherTeammate: 'person-zhuang-yi',
  rivalResearcher: 'person-shen-lan',
  thirdResearcher: 'person-xu-wen',
  englishResearcher: 'person-elias-brandt',
  fifthResearcher: 'person-pei-zhou',
  sixthResearcher: 'person-luo-ji',
  reviewer: 'person-hua-yan',
  secondReviewer: 'person-song-zhu',
  thirdReviewer: 'person-tao-jian',
  fourthReviewer: 'person-yu-zhun',
  englishReviewer: 'person-nora-lindqvist',
  officer: 'person-cao-ping',
  secondOfficer: 'person-wei-an',
  administrator: 'person-jin-ce',
  secondAdministrator: 'person-ji-heng',
  auditor: 'person-du-di',
  parkManager: 'person-xia-lin',
} as const
export type Part = keyof typeof CAST

export function personOf(id: string): PersonSeed {
  const found = PEOPLE.find((one) => one.id === id)
  if (!found) throw new Error(`nobody in the demonstration is called ${id}`)
  return found
}

/** The actor a demonstration person is when signed in. */
export function actorOf(id: string): Actor {
  const { organisation, roles } = personOf(id)
  const home = ORGANISATIONS.find((one) => one.id === organisation)
  if (!home) throw new Error(`no organisation ${organisation} in the demonstration`)
  return { id, organisation, kind: home.kind, roles, verified: home.verification === 'verified' }
}

const TOUR: readonly Part[] = [
  'owner', 'teammate', 'manager', 'rivalIssuer', 'researcher', 'researcherTeammate', 'rivalResearcher', 'englishResearcher',
  'reviewer', 'englishReviewer', 'officer', 'secondOfficer', 'administrator', 'secondAdministrator', 'auditor',
]

/** What the first start prints, one line per part: who to sign in as. The loader adds the passwords. */
export const ACCOUNTS: { part: Part; roles: Role[]; name: string; organisation: string; email: string }[] = TOUR.map((part) => {
  const { roles, name, organisation, email } = personOf(CAST[part])
  return { part, roles, name, organisation, email }
})
