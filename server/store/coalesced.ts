/**
 * Many who each ask for one thing, answered by one question: keys asked for in the same turn of the event loop are
 * loaded together. Nothing is kept afterwards, so every answer is as fresh as its question.
 */
export function coalesced<V extends { id: string }>(load: (ids: string[]) => Promise<V[]>): (id: string) => Promise<V | undefined> {
  let waiting: { ids: Set<string>; found: Promise<Map<string, V>> } | undefined
  const collect = () => {
    const ids = new Set<string>()
    const found = new Promise<Map<string, V>>((resolve, reject) => {
      setImmediate(() => {
        waiting = undefined
        load([...ids]).then((all) => resolve(new Map(all.map((one) => [one.id, one]))), reject)
      })
    })
    return { ids, found }
  }
  return async (id) => {
    waiting ??= collect()
    waiting.ids.add(id)
    return (await waiting.found).get(id)
  }
}
