/** What a unit measures and how many base units one of it is. Units of the same dimension can be compared. */
export interface Unit {
  dimension: string
  factor: number
}

const table: Record<string, Record<string, number>> = {
  length: { nm: 1e-9, 纳米: 1e-9, μm: 1e-6, um: 1e-6, 微米: 1e-6, mm: 1e-3, 毫米: 1e-3, cm: 1e-2, 厘米: 1e-2, m: 1, 米: 1, km: 1e3, 公里: 1e3, 千米: 1e3 },
  area: { mm2: 1e-6, cm2: 1e-4, m2: 1, 平方米: 1, 亩: 666.667 },
  volume: { mL: 1e-6, 毫升: 1e-6, L: 1e-3, 升: 1e-3, m3: 1, 立方米: 1, cm3: 1e-6 },
  mass: { mg: 1e-6, 毫克: 1e-6, g: 1e-3, 克: 1e-3, kg: 1, 千克: 1, 公斤: 1, t: 1e3, 吨: 1e3 },
  time: { ns: 1e-9, μs: 1e-6, us: 1e-6, ms: 1e-3, 毫秒: 1e-3, s: 1, 秒: 1, min: 60, 分钟: 60, 分: 60, h: 3600, 小时: 3600, 天: 86_400, 个月: 2_592_000, 年: 31_536_000 },
  share: { '%': 1e-2, '‰': 1e-3, ppm: 1e-6, ppb: 1e-9 },
  temperature: { '°C': 1 },
  angle: { '°': 1, 度: 1 },
  pressure: { mPa: 1e-3, Pa: 1, kPa: 1e3, MPa: 1e6, 兆帕: 1e6, GPa: 1e9, bar: 1e5 },
  viscosity: { 'mPa·s': 1e-3, 'Pa·s': 1 },
  force: { N: 1, kN: 1e3, 牛: 1 },
  power: { mW: 1e-3, W: 1, 瓦: 1, kW: 1e3, 千瓦: 1e3, MW: 1e6, 兆瓦: 1e6 },
  energy: { J: 1, kJ: 1e3, MJ: 1e6, Wh: 3600, kWh: 3.6e6, 千瓦时: 3.6e6 },
  voltage: { mV: 1e-3, V: 1, 伏: 1, kV: 1e3 },
  current: { mA: 1e-3, A: 1, 安: 1 },
  resistance: { Ω: 1, kΩ: 1e3, MΩ: 1e6 },
  frequency: { Hz: 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 },
  rotation: { 转: 1, r: 1 },
  'rotation/time': { rpm: 1 / 60 },
  loudness: { dB: 1 },
  money: { 元: 1, 万元: 1e4, 亿元: 1e8 },
}

/** Things that are counted are compared with their like only. */
const counted = ['次', '件', '台', '套', '倍', '个', '级', '帧', '只', '人', '条', '根', '片']

const units = new Map<string, Unit>([
  ...Object.entries(table).flatMap(([dimension, factors]) => Object.entries(factors).map(([name, factor]) => [name, { dimension, factor }] as const)),
  ...counted.map((name) => [name, { dimension: name, factor: 1 }] as const),
])

/** Writers are careless with capitals; where it matters (mW, MW) the exact spelling is looked up first. */
const careless = new Map([...units].reverse().map(([name, unit]) => [name.toLowerCase(), unit]))

const longestFirst = [...units.keys()].sort((a, b) => b.length - a.length).map((name) => name.replaceAll('°', String.raw`\u00b0`))
const single = String.raw`(?:${longestFirst.join('|')})(?![A-Za-z])`

/** One unit or one per another, such as m/s; for use with the flags `iu` on NFKC text. */
export const unitPattern = String.raw`${single}(?:/${single})?`

/** `undefined` for what is no unit. Spelling as in NFKC text. */
export function unitOf(name: string): Unit | undefined {
  const [over, under, more] = name.normalize('NFKC').trim().split('/')
  const [one, other] = [simple(over), simple(under)]
  if (one === undefined || more !== undefined || (under !== undefined && other === undefined)) return undefined
  return other === undefined ? one : { dimension: `${one.dimension}/${other.dimension}`, factor: one.factor / other.factor }
}

function simple(name: string | undefined): Unit | undefined {
  return name === undefined ? undefined : units.get(name) ?? careless.get(name.toLowerCase())
}
