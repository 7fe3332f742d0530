import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { VIEWS } from '../../server/root.ts'

/** Colour tokens of a scheme; the dark one replaces some of the light. */
function tokens(): Record<'light' | 'dark', Map<string, string>> {
  const css = readFileSync(join(VIEWS, 'assets/site.css'), 'utf8')
  const [light = '', dark = ''] = [...css.matchAll(/:root \{([\s\S]*?)\}/g)].map((block) => block[1])
  const read = (block: string): [string, string][] => [...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name = '', value = '']) => [name, value])
  return { light: new Map(read(light)), dark: new Map([...read(light), ...read(dark)]) }
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/g, '$&$&') : hex
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** Text needs 4.5:1, edges of controls and focus 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). */
const PAIRS: [text: string, ground: string, least: number][] = [
  ...['ground', 'surface', 'raised', 'mark'].map((ground): [string, string, number] => ['ink', ground, 4.5]),
  ...['ground', 'surface', 'raised'].flatMap((ground): [string, string, number][] => [['muted', ground, 4.5], ['accent', ground, 4.5], ['bad', ground, 4.5], ['control', ground, 3], ['focus', ground, 3]]),
  ['on-accent', 'accent', 4.5], ['accent', 'accent-soft', 4.5], ['ink', 'accent-soft', 4.5], ['muted', 'accent-soft', 4.5],
  ['good', 'good-soft', 4.5], ['bad', 'bad-soft', 4.5], ['ink', 'bad-soft', 4.5], ['wait', 'wait-soft', 4.5], ['surface', 'bad', 4.5], ['on-band', 'band', 4.5], ['ink', 'wait-soft', 4.5],
]

for (const scheme of ['light', 'dark'] as const) {
  t.test(`colours keep their contrast in the ${scheme} scheme`, async (t) => {
    const colours = tokens()[scheme]
    for (const [text, ground, least] of PAIRS) {
      const ratio = contrast(colours.get(text) ?? '', colours.get(ground) ?? '')
      t.ok(ratio >= least, `${text} on ${ground}: ${ratio.toFixed(2)}`)
    }
  })
}
