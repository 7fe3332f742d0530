import type { AchievementContent } from '../../server/modules/library/achievement.ts'

export const achievementContent: AchievementContent = {
  title: '耐盐雾陶瓷涂层', summary: '盐雾四千小时无起泡，适合海上塔筒。', keywords: ['涂层', '盐雾'], teams: [], tracks: ['new-materials'],
  trl: 6, tier: 'city', evidence: '第三方检测报告', offer: 'licence', price: 300_000,
}
