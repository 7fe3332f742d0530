import Type from 'typebox'
import { type OutsideKnowledge, OutsideTrouble } from './outside-knowledge.ts'
import type { Ask } from './outside-request.ts'
import type { RerankSettings } from './outside-settings.ts'

/** The shape that Jina, Cohere and local servers share. */
const Answer = Type.Object({ results: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), relevance_score: Type.Number() })) })

const MOST_REMEMBERED = 1000

export function outsideRerank({ url, model }: RerankSettings, ask: Ask): OutsideKnowledge {
  const known = new Map<string, number[]>()
  return {
    name: model,
    async closeness(asked, texts) {
      const question = JSON.stringify([asked, ...texts])
      const answered = known.get(question)
      if (answered !== undefined) return answered
      const scores = await ask(url, { model, query: asked, documents: texts, top_n: texts.length }, Answer, ({ results }) => {
        const told = texts.map((_, at) => results.find((one) => one.index === at)?.relevance_score)
        if (!told.every((score) => score !== undefined)) throw new OutsideTrouble('nonsense', 'some texts got no score')
        return told
      })
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(question, scores)
      return scores
    },
  }
}
