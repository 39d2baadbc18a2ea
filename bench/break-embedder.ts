import { registerHooks } from 'node:module'

/**
 * Loaded by a server before itself (`node --import`): its embedding model fails for as long as the file
 * FOOTNOTE_BENCH_BROKEN exists, as a model that is reached over a network would when that is down.
 */
const BROKEN = process.env['FOOTNOTE_BENCH_BROKEN'] ?? ''
const REAL = '?real'

registerHooks({
  load: (url, context, nextLoad) => {
    if (!url.endsWith('/embedding-model/static.ts')) return nextLoad(url, context)
    return { format: 'module', shortCircuit: true, source: sourceOf(`${url}${REAL}`) }
  },
})

function sourceOf(real: string): string {
  return `
    import { existsSync } from 'node:fs'
    export * from ${JSON.stringify(real)}
    import { openStaticEmbeddingModel as openReal } from ${JSON.stringify(real)}
    const failing = (work) => async (...input) => {
      if (existsSync(${JSON.stringify(BROKEN)})) throw new Error('the embedding model does not answer')
      return work(...input)
    }
    export async function openStaticEmbeddingModel() {
      const model = await openReal()
      return { ...model, embedPassages: failing(model.embedPassages), embedQuery: failing(model.embedQuery) }
    }
  `
}
