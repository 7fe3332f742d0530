/** A complete need of our own wording, as the API takes it; `days` from the tests' start to the deadline. */
export function completeNeed(changes: object = {}): object {
  return {
    title: '海上动态海缆疲劳监测', summary: '在浮式平台上连续监测动态海缆的疲劳累积。', background: '现有人工巡检每季度一次。',
    indicators: [{ name: '应变测量误差', comparator: 'at-most', value: '5', unit: 'με' }],
    constraints: '传感器总重不超过 3 kg', trlNow: 3, trlWanted: 6, funding: { kind: 'budget', amount: 1_200_000 },
    ipTerms: 'shared', bidderConditions: '有海上试验经验', deadline: '2026-12-20T15:59:59.000Z', park: null,
    tracks: ['deep-sea-equipment'], keywords: ['海缆', '疲劳'], annex: '平台编号 CANARY-ANNEX',
    criteria: [{ name: '技术路线', weight: 60 }, { name: '团队', weight: 40 }],
    ...changes,
  }
}
