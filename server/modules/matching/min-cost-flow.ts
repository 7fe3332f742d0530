import { DistanceHeap } from './distance-heap.ts'
import type { FlowNetwork } from './flow-network.ts'

/**
 * Sends each supply's units to the sink, every unit along the path that is cheapest given those before it (successive
 * shortest paths with potentials). The total is the lowest possible in whatever order supplies come. `potentials` must
 * make the cost of every edge with room non-negative: cost + potential of its tail - potential of its head.
 */
export function cheapestFlow(network: FlowNetwork, supplies: readonly { node: number; units: number }[], sink: number, potentials: Float64Array): void {
  const search = new PathSearch(network, potentials)
  for (const { node, units } of supplies) {
    for (let unit = 0; unit < units && search.find(node, sink); unit++) search.push(node, sink)
  }
}

/** Dijkstra on reduced costs that stops at the sink; only nodes nearer than the sink are touched. */
class PathSearch {
  readonly #network: FlowNetwork
  readonly #potentials: Float64Array
  readonly #distances: Float64Array
  readonly #arrivals: Int32Array
  readonly #settled: Uint8Array

  constructor(network: FlowNetwork, potentials: Float64Array) {
    this.#network = network
    this.#potentials = potentials
    this.#distances = new Float64Array(network.nodes).fill(Infinity)
    this.#arrivals = new Int32Array(network.nodes)
    this.#settled = new Uint8Array(network.nodes)
  }

  /** Whether the sink can be reached; if so the potentials are brought up to date. */
  find(source: number, sink: number): boolean {
    const heap = new DistanceHeap()
    const touched = [source]
    const done: number[] = []
    this.#distances[source] = 0
    heap.push(source, 0)
    while (heap.size > 0) {
      const { node, distance } = heap.pop()
      if (this.#settled[node] === 1) continue
      if (node === sink) break
      this.#settled[node] = 1
      done.push(node)
      this.#relax(node, distance, heap, touched)
    }
    const reached = this.#distances[sink]!
    this.#raise(done, reached)
    for (const node of touched) this.#distances[node] = Infinity
    for (const node of done) this.#settled[node] = 0
    return reached < Infinity
  }

  push(source: number, sink: number): void {
    for (let node = sink; node !== source;) {
      const edge = this.#arrivals[node]!
      this.#network.push(edge)
      node = this.#network.head(edge ^ 1)
    }
  }

  #relax(node: number, distance: number, heap: DistanceHeap, touched: number[]): void {
    const network = this.#network
    const base = distance + this.#potentials[node]!
    for (let edge = network.first(node); edge >= 0; edge = network.next(edge)) {
      if (network.room(edge) <= 0) continue
      const to = network.head(edge)
      const length = Math.max(distance, base + network.cost(edge) - this.#potentials[to]!)
      if (length >= this.#distances[to]! - 1e-12) continue
      if (this.#distances[to] === Infinity) touched.push(to)
      this.#distances[to] = length
      this.#arrivals[to] = edge
      heap.push(to, length)
    }
  }

  /** Nodes beyond the sink would all rise by the same: lowering the settled ones instead leaves them untouched. */
  #raise(done: readonly number[], reached: number): void {
    if (reached === Infinity) return
    for (const node of done) this.#potentials[node]! -= reached - this.#distances[node]!
  }
}
