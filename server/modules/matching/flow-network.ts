/** A directed network with capacities and costs; edges come in pairs, forward and back, so that flow can be taken back. */
export class FlowNetwork {
  readonly nodes: number
  readonly #firsts: Int32Array
  readonly #nexts: number[] = []
  readonly #heads: number[] = []
  readonly #rooms: number[] = []
  readonly #costs: number[] = []

  constructor(nodes: number) {
    this.nodes = nodes
    this.#firsts = new Int32Array(nodes).fill(-1)
  }

  /** Returns the edge's number; its way back is the next number. */
  connect(from: number, to: number, room: number, cost: number): number {
    const edge = this.#heads.length
    this.#add(from, to, room, cost)
    this.#add(to, from, 0, -cost)
    return edge
  }

  #add(from: number, to: number, room: number, cost: number): void {
    this.#nexts.push(this.#firsts[from]!)
    this.#firsts[from] = this.#heads.length
    this.#heads.push(to)
    this.#rooms.push(room)
    this.#costs.push(cost)
  }

  /** First edge out of a node, or -1; `next` goes on from there. */
  first(node: number): number {
    return this.#firsts[node]!
  }

  next(edge: number): number {
    return this.#nexts[edge]!
  }

  head(edge: number): number {
    return this.#heads[edge]!
  }

  /** What can still go along an edge. */
  room(edge: number): number {
    return this.#rooms[edge]!
  }

  cost(edge: number): number {
    return this.#costs[edge]!
  }

  push(edge: number): void {
    this.#rooms[edge]! -= 1
    this.#rooms[edge ^ 1]! += 1
  }
}
