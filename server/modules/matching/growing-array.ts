type Numbers = Uint32Array | Float32Array

/** A typed array that grows: a tenth of the memory of a plain array, which matters at millions of postings. */
export class GrowingArray<T extends Numbers> {
  #values: T
  #length = 0
  readonly #make: (size: number) => T

  constructor(make: (size: number) => T, size = 1024) {
    this.#make = make
    this.#values = make(size)
  }

  get length(): number {
    return this.#length
  }

  /** The numbers so far; valid until the next `push`. */
  get values(): T {
    return this.#values
  }

  push(value: number): void {
    this.#reserve(this.#length + 1)
    this.#values[this.#length++] = value
  }

  /** Makes room up to `length`, new places holding 0. */
  extend(length: number): void {
    this.#reserve(length)
    if (length > this.#length) this.#length = length
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return
    const larger = this.#make(Math.max(length, this.#values.length * 2))
    larger.set(this.#values)
    this.#values = larger
  }
}

export const growingIntegers = () => new GrowingArray((size) => new Uint32Array(size))
export const growingFloats = () => new GrowingArray((size) => new Float32Array(size))
