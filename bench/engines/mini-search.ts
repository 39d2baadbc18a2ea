import MiniSearch from 'minisearch'
import { createAnalysers } from '../../src/language/analyser.ts'
import { type FullTextEngine, HITS } from './full-text-engine.ts'

/** MiniSearch, in memory, with the terms that Footnote's analyser makes. */
export async function openMiniSearch(): Promise<FullTextEngine> {
  const analyser = createAnalysers().of('en')
  const engine = new MiniSearch({ fields: ['text'], tokenize: analyser.analyse, processTerm: (term) => term })
  return {
    fill: async (passages) => {
      for (const { id, title, text } of passages) engine.add({ id, text: `${title}\n${text}` })
    },
    search: async (question) =>
      engine
        .search(question)
        .slice(0, HITS)
        .map(({ id }) => String(id)),
    [Symbol.asyncDispose]: async () => engine.removeAll(),
  }
}
