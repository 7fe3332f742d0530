import Type from 'typebox'
import { type OutsideKnowledge, OutsideTrouble, type PublicText } from './outside-knowledge.ts'
import type { Ask } from './outside-request.ts'
import type { EmbeddingsSettings } from './outside-settings.ts'

/** OpenAI's shape, which most servers speak. */
const Answer = Type.Object({ data: Type.Array(Type.Object({ index: Type.Integer(), embedding: Type.Array(Type.Number()) })) })

const BATCH = 64
const MOST_REMEMBERED = 20_000

/** Cosine of the texts' vectors. A text is sent once as long as it is remembered. */
export function outsideEmbeddings({ url, model, dimensions }: EmbeddingsSettings, ask: Ask): OutsideKnowledge {
  const known = new Map<PublicText, Float64Array>()

  async function learn(texts: readonly PublicText[]): Promise<void> {
    const missing = [...new Set(texts)].filter((text) => !known.has(text))
    for (let from = 0; from < missing.length; from += BATCH) {
      const batch = missing.slice(from, from + BATCH)
      const vectors = await ask(url, { model, input: batch }, Answer, ({ data }) =>
        batch.map((_, at) => unit(data.find((one) => one.index === at)?.embedding, dimensions)))
      batch.forEach((text, at) => known.set(text, vectors[at]!))
    }
  }

  return {
    name: model,
    async closeness(asked, texts) {
      if (known.size > MOST_REMEMBERED) known.clear()
      await learn([asked, ...texts])
      const vector = known.get(asked)!
      return texts.map((text) => known.get(text)!.reduce((sum, value, at) => sum + value * vector[at]!, 0))
    },
  }
}

function unit(vector: readonly number[] | undefined, dimensions: number): Float64Array {
  if (vector?.length !== dimensions) throw new OutsideTrouble('nonsense', `a vector of ${vector?.length ?? 0} instead of ${dimensions} dimensions`)
  const length = Math.hypot(...vector)
  if (!(length > 0)) throw new OutsideTrouble('nonsense', 'a vector without direction')
  return Float64Array.from(vector, (value) => value / length)
}
