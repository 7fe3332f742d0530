import type { Teardown } from '../support/store.ts'

/** What a test hands to those who clean up after it, for commands that are no tests. */
export function teardowns(): Teardown & { run(): Promise<void> } {
  const handlers: (() => unknown)[] = []
  return {
    teardown: (handler) => { handlers.unshift(handler) },
    async run() {
      for (const handler of handlers) await handler()
    },
  }
}
