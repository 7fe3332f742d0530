import type { MatchAchievement, MatchNeed, MatchTeam } from '../../server/modules/matching/match-types.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { TextIndex } from '../../server/modules/matching/text-index.ts'
import type { RankingContext } from '../../server/modules/matching/ranker.ts'
import type { Verdict } from '../../server/modules/matching/match-types.ts'

export const weldNeed: MatchNeed = {
  id: 'n-weld',
  organisation: 'o-crane',
  tracks: ['equipment'],
  park: 'p-north',
  district: 'd-east',
  trl: 6,
  text: {
    title: '厚板激光焊接裂纹在线检测',
    body: '我公司生产起重机臂架。技术指标：裂纹检出率不低于98%；单条焊缝检测时间小于30秒。拟出资80万元。',
  },
}

export const coatNeed: MatchNeed = {
  id: 'n-coat',
  tracks: ['materials'],
  text: { title: '海上风电塔筒防腐涂层', body: '我公司需要耐盐雾涂层。技术指标：盐雾试验不低于3000小时。' },
}

export const weldCrack: MatchAchievement = {
  id: 'a-crack', tracks: ['equipment'], trl: 6, text: { title: '激光焊接裂纹超声检测装置', summary: '裂纹检出率达到99%，适用于厚板。' },
}
export const weldPath: MatchAchievement = {
  id: 'a-path', tracks: ['equipment'], trl: 4, text: { title: '焊接机器人路径规划', summary: '自动生成焊接路径。' },
}
export const coatSalt: MatchAchievement = {
  id: 'a-salt', tracks: ['materials'], trl: 7, text: { title: '耐盐雾重防腐涂层', summary: '盐雾试验4000小时无起泡。' },
}
export const rape: MatchAchievement = { id: 'a-rape', tracks: ['farming'], text: { title: '油菜育种', summary: '高产油菜品种。' } }

export const weldTeam: MatchTeam = {
  id: 't-weld', tracks: ['equipment'], park: 'p-north', district: 'd-east', organisation: 'o-university',
  profile: { title: '焊接质量课题组', body: '长期从事焊接缺陷检测。' }, achievements: [weldCrack, weldPath],
  delivery: { delivered: 4, failed: 0 }, capacity: { active: 1, limit: 4 },
}
export const pathTeam: MatchTeam = {
  id: 't-path', tracks: ['equipment'], district: 'd-west', profile: { title: '机器人研究所' }, achievements: [weldPath],
}
export const coatTeam: MatchTeam = {
  id: 't-coat', tracks: ['materials'], profile: { title: '涂层实验室', body: '防腐涂层。' }, achievements: [coatSalt],
}
export const farmTeam: MatchTeam = { id: 't-farm', tracks: ['farming'], profile: { title: '农学团队' }, achievements: [rape] }
export const ownTeam: MatchTeam = { ...weldTeam, id: 't-own', organisation: 'o-crane' }

export const teams = [weldTeam, pathTeam, coatTeam, farmTeam, ownTeam]
export const achievements = [weldCrack, weldPath, coatSalt, rape]
export const needs = [weldNeed, coatNeed]

export function contextWith(verdicts: Verdict[] = []): RankingContext {
  const items = new TextIndex(matchWeights)
  const asked = new TextIndex(matchWeights)
  for (const one of achievements) items.put(one.id, one.text)
  for (const one of teams) items.put(one.id, one.profile)
  for (const need of needs) asked.put(need.id, need.text)
  return { statistics: { needs: asked, items }, verdicts }
}
