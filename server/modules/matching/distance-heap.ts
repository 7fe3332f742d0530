/** A binary heap of nodes by distance. Nodes may be in it several times; the caller skips those it has settled. */
export class DistanceHeap {
  readonly #nodes: number[] = []
  readonly #distances: number[] = []

  get size(): number {
    return this.#nodes.length
  }

  push(node: number, distance: number): void {
    let at = this.#nodes.length
    this.#nodes.push(node)
    this.#distances.push(distance)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#distances[parent]! <= distance) break
      this.#move(parent, at)
      at = parent
    }
    this.#place(at, node, distance)
  }

  /** The nearest node; the heap must not be empty. */
  pop(): { node: number; distance: number } {
    const top = { node: this.#nodes[0]!, distance: this.#distances[0]! }
    const node = this.#nodes.pop()!
    const distance = this.#distances.pop()!
    if (this.#nodes.length > 0) this.#sink(node, distance)
    return top
  }

  #sink(node: number, distance: number): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.#nodes.length) break
      if (child + 1 < this.#nodes.length && this.#distances[child + 1]! < this.#distances[child]!) child += 1
      if (this.#distances[child]! >= distance) break
      this.#move(child, at)
      at = child
    }
    this.#place(at, node, distance)
  }

  #move(from: number, to: number): void {
    this.#place(to, this.#nodes[from]!, this.#distances[from]!)
  }

  #place(at: number, node: number, distance: number): void {
    this.#nodes[at] = node
    this.#distances[at] = distance
  }
}
