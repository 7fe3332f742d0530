/** What one run measured of one ranker: nDCG@10 from 0 to 1, milliseconds per whole need, MB. */
export interface Measured { name: string; ndcg10: number; build: number; heap: number; median: number; p99: number }

const [width, height] = [720, 400]
const plot = { left: 64, right: 690, top: 56, bottom: 340 }
const ours = '#0f6b4f'
const others = '#5b6573'

/** Quality against speed: up is better, left is faster. Each ranker a dot at its median with a line to its p99. */
export function qualityFigure(measured: readonly Measured[]): string {
  const times = measured.flatMap(({ median, p99 }) => [median, p99])
  const x = logScale(Math.min(...times) / 1.5, Math.max(...times) * 1.3)
  const y = linearScale(Math.floor(Math.min(...measured.map((one) => one.ndcg10)) * 20) / 20, 0.66)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13" fill="#1f2933">`,
    '<title id="t">Quality against speed</title>',
    '<desc id="d">nDCG@10 on graded needs against milliseconds for a whole need, for this ranker and search libraries measured in the same run</desc>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    '<text x="16" y="26" font-size="15" font-weight="600">Whole needs against 12,251 achievements: better is up, faster is left</text>',
    ...timeAxis(x), ...qualityAxis(y),
    ...measured.flatMap((one, at) => dot(one, at === 0 ? ours : others, x, y)),
    '</svg>',
  ].join('\n') + '\n'
}

type Scale = { low: number; high: number; at(value: number): number }

function logScale(low: number, high: number): Scale {
  return { low, high, at: (value) => plot.left + (plot.right - plot.left) * Math.log(value / low) / Math.log(high / low) }
}

function linearScale(low: number, high: number): Scale {
  return { low, high, at: (value) => plot.bottom - (plot.bottom - plot.top) * (value - low) / (high - low) }
}

function timeAxis(x: Scale): string[] {
  const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].filter((tick) => tick >= x.low && tick <= x.high)
  return [
    `<line x1="${plot.left}" y1="${plot.bottom}" x2="${plot.right}" y2="${plot.bottom}" stroke="#9aa5b1"/>`,
    ...ticks.map((tick) => `<text x="${x.at(tick).toFixed(1)}" y="${plot.bottom + 18}" text-anchor="middle">${tick}</text>`),
    `<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 42}" text-anchor="middle">milliseconds for a whole need, everything that scores in order; dot = median, line to p99</text>`,
  ]
}

function qualityAxis(y: Scale): string[] {
  const ticks = Array.from({ length: 20 }, (_, at) => 0.5 + at * 0.02).filter((tick) => tick >= y.low && tick <= y.high)
  return ticks.map((tick) => `<line x1="${plot.left}" y1="${y.at(tick).toFixed(1)}" x2="${plot.right}" y2="${y.at(tick).toFixed(1)}" stroke="#e4e7eb"/>`
    + `<text x="${plot.left - 8}" y="${(y.at(tick) + 4).toFixed(1)}" text-anchor="end">${tick.toFixed(2)}</text>`)
    .concat(`<text transform="translate(18 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">nDCG@10</text>`)
}

function dot({ name, ndcg10, median, p99 }: Measured, colour: string, x: Scale, y: Scale): string[] {
  const [cx, cy] = [x.at(median), y.at(ndcg10)]
  const toTheLeft = cx > (plot.left + plot.right) / 2
  const label = toTheLeft ? `x="${(cx - 10).toFixed(1)}" text-anchor="end"` : `x="${cx.toFixed(1)}"`
  return [
    `<line x1="${cx.toFixed(1)}" y1="${cy.toFixed(1)}" x2="${x.at(p99).toFixed(1)}" y2="${cy.toFixed(1)}" stroke="${colour}" stroke-width="2" opacity=".45"/>`,
    `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="6" fill="${colour}"/>`,
    `<text ${label} y="${(toTheLeft ? cy - 4 : cy - 11).toFixed(1)}" fill="${colour}"${colour === ours ? ' font-weight="600"' : ''}>${name}, ${median.toFixed(1)} ms</text>`,
  ]
}
