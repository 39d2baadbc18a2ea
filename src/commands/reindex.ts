import type { Config } from '../config.ts'
import type { IndexGeneration } from '../contracts/index-generations.ts'
import { type ActivateOptions, activateCommand } from './index-generations.ts'
import { type IndexClient, withIndex } from './open-index.ts'
import { createProgressBar } from './progress-bar.ts'

export interface ReindexOptions extends ActivateOptions {
  /** False to leave the new index beside the active one. */
  readonly activate: boolean
}

/**
 * Build the search index anew beside the one that is used, and let searches use it when it is complete. One that was begun
 * and interrupted is gone on with.
 */
export async function reindexCommand(config: Config, options: ReindexOptions): Promise<void> {
  await withIndex(config, async (index) => {
    const begun = (await index.list()).find(({ state }) => state === 'building')
    if (begun !== undefined) console.error(`Going on with ${begun.id}.`)
    const id = begun?.id ?? (await index.rebuild())
    const built = await watch(index, id)
    if (!options.activate) {
      if (options.json) console.log(JSON.stringify(built))
      else console.log(`${sentenceOn(built)} To use it: npx footnote index activate ${id}`)
      return
    }
    if (!options.json) console.log(sentenceOn(built))
    await activateCommand(index, id, options)
  })
}

/** Draw how far it is until it is built. */
async function watch(index: IndexClient, id: string): Promise<IndexGeneration> {
  const bar = createProgressBar(process.stderr)
  const startedAt = Date.now()
  let total = 0
  const progressOf = (left: number) => {
    total = Math.max(total, left)
    return { done: total - left, failed: 0, total, startedAt }
  }
  await index.built(id, (left) => bar.draw(progressOf(left), Date.now()))
  bar.finish(progressOf(0), Date.now())
  const built = (await index.list()).find((generation) => generation.id === id)
  if (built === undefined) throw new Error(`The generation ${id} was removed.`)
  return built
}

function sentenceOn({ id, passages }: IndexGeneration): string {
  return `The index ${id} is built: ${passages} passages.`
}
