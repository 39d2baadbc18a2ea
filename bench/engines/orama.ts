import { create, insertMultiple, search } from '@orama/orama'
import { createAnalysers } from '../../src/language/analyser.ts'
import { type FullTextEngine, HITS } from './full-text-engine.ts'

/** Orama, in memory, with the terms that Footnote's analyser makes. */
export async function openOrama(): Promise<FullTextEngine> {
  const analyser = createAnalysers().of('en')
  const tokenizer = { language: 'english', normalizationCache: new Map(), tokenize: analyser.analyse }
  const engine = create({ schema: { id: 'string', text: 'string' }, components: { tokenizer } })
  return {
    fill: async (passages) => {
      const documents = Array.from(passages, ({ id, title, text }) => ({ id, text: `${title}\n${text}` }))
      await insertMultiple(engine, documents, 1_000)
    },
    search: async (question) => {
      const { hits } = await search(engine, { term: question, properties: ['text'], limit: HITS, threshold: 1 })
      return hits.map(({ id }) => id)
    },
    [Symbol.asyncDispose]: async () => {},
  }
}
