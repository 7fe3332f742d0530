/** One place at a time for what must not happen twice at once. `begin` waits for it, `end` gives it on; ending without having begun is harmless. */
export interface Turns { take(): { begin(): Promise<void>; end(): void } }

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  return {
    take() {
      let leave = (): void => undefined
      return {
        begin() {
          const before = last
          last = new Promise<void>((resolve) => { leave = resolve })
          return before
        },
        end: () => leave(),
      }
    },
  }
}
