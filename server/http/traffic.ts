import type { FastifyInstance } from 'fastify'

/** Longest wait for a quiet moment, in milliseconds: background work may be slowed down, not stopped. */
const PATIENCE = 50

/** How many requests are being answered: whoever works in the background waits until nobody is kept by it. */
export interface Traffic {
  begin(): void
  end(): void
  /** Resolves when no request is under way, at once where none is. */
  calm(): Promise<void>
}

export function createTraffic(patience = PATIENCE): Traffic {
  let underWay = 0
  let waiting: (() => void)[] = []
  const release = (): void => { for (const go of waiting) go(); waiting = [] }
  return {
    begin: () => { underWay += 1 },
    end() {
      underWay = Math.max(0, underWay - 1)
      if (underWay === 0) release()
    },
    calm: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => {
      const timer = setTimeout(resolve, patience)
      waiting.push(() => { clearTimeout(timer); resolve() })
    })),
  }
}

export function trafficPlugin(app: FastifyInstance, traffic: Traffic): void {
  app.addHook('onRequest', async () => traffic.begin())
  app.addHook('onResponse', async () => traffic.end())
}
