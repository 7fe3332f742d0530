/** How many messages a minute a domain is sent; `*` stands for all that are not named. No entry, no limit. */
export type DomainRates = Readonly<Record<string, number>>

const MINUTE = 60_000

/** Large providers turn away whoever writes to too many of their people at once. Counts by the minute of the clock. */
export function createDomainRate(rates: DomainRates) {
  const sent = new Map<string, { minute: number; count: number }>()
  const minuteOf = (now: Date): number => Math.floor(now.getTime() / MINUTE)
  return {
    /** Undefined: go ahead, it is counted. Otherwise when to try again. */
    waitFor(address: string, now: Date): Date | undefined {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
      const most = rates[domain] ?? rates['*'] ?? Infinity
      const known = sent.get(domain)
      const count = known?.minute === minuteOf(now) ? known.count : 0
      if (count >= most) return new Date((minuteOf(now) + 1) * MINUTE)
      if (most < Infinity) sent.set(domain, { minute: minuteOf(now), count: count + 1 })
      return undefined
    },
  }
}

export type DomainRate = ReturnType<typeof createDomainRate>
