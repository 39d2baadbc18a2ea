import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { words } from '../../language/words.ts'
import type { WordVectors } from './embedding-model.ts'

/** SHA-256 of `static-vectors.bin`; part of the fingerprint, so that another file means another index generation. */
export const STATIC_VECTORS_SHA256 = 'b1278e8832f7add7d8cd02295ef85e2d154547c57816345b03de844b0135777b'

const VECTORS_FILE = new URL('./static-vectors.bin', import.meta.url)
const MAGIC = 'FNSV0001'
const HEADER_BYTES = 20
/** About 10 ms of work: the longest the event loop waits for this model. */
const CHARACTERS_PER_TURN = 60_000

/**
 * A question of which fewer words are known is in another language, and its vector would say little but "foreign": it gets
 * the zero vector, which finds nothing. Of English questions 99 % know four words of five, of German ones 75 % know no more than .56.
 */
const LEAST_KNOWN_SHARE = 0.6

/** The content of the vectors file; its layout is described in `scripts/build-static-vectors.ts`. */
interface VectorsFile {
  readonly dimensions: number
  /** Words in the order of their frequency. */
  readonly rowOf: ReadonlyMap<string, number>
  readonly scales: Float32Array
  readonly rows: Int8Array
}

/**
 * Open the built-in embedding model: a text's vector is the sum of its words' GloVe vectors, each weighted by how rare
 * the word is, brought to unit length. English; no native code, no network; ready within tens of milliseconds.
 */
export async function openStaticEmbeddingModel(): Promise<WordVectors> {
  const vectors = readVectors(await readFile(VECTORS_FILE))

  async function embedPassages(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const embedded: Float32Array[] = []
    let charactersThisTurn = 0
    for (const text of texts) {
      const sum = new Float32Array(vectors.dimensions)
      for (const piece of pieces(text)) {
        if (charactersThisTurn + piece.length > CHARACTERS_PER_TURN) {
          await setImmediate()
          charactersThisTurn = 0
        }
        signal.throwIfAborted()
        addWords(vectors, piece, sum)
        charactersThisTurn += piece.length
      }
      embedded.push(toUnitLength(sum))
    }
    return embedded
  }

  async function embedQuery(text: string, signal: AbortSignal): Promise<Float32Array> {
    const found = words(text)
    const known = found.filter((word) => vectors.rowOf.has(word)).length
    const [vector] = known < LEAST_KNOWN_SHARE * found.length ? [] : await embedPassages([text], signal)
    return vector ?? new Float32Array(vectors.dimensions)
  }

  return {
    fingerprint: `static-${STATIC_VECTORS_SHA256.slice(0, 12)}`,
    dimensions: vectors.dimensions,
    strength: 'weak',
    isCheap: true,
    embedPassages,
    embedQuery,
    rankOf: (word) => {
      const row = vectors.rowOf.get(word)
      return row === undefined ? null : row + 1
    },
  }
}

function readVectors(file: Buffer): VectorsFile {
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error(`${VECTORS_FILE.pathname} is damaged`)
  const count = file.readUInt32LE(8)
  const dimensions = file.readUInt32LE(12)
  const listEnd = HEADER_BYTES + file.readUInt32LE(16)
  const scalesStart = Math.ceil(listEnd / 4) * 4
  const rowsStart = scalesStart + count * 4
  // A buffer of its own: a Float32Array must start at a multiple of four, which a pooled Buffer does not promise.
  const bytes = new Uint8Array(file).buffer
  const words = file.toString('utf8', HEADER_BYTES, listEnd).split('\n')
  return {
    dimensions,
    rowOf: new Map(words.map((word, row) => [word, row])),
    scales: new Float32Array(bytes, scalesStart, count),
    rows: new Int8Array(bytes, rowsStart, count * dimensions),
  }
}

/** Cut a long text at white space where there is some, so that one huge text does not hold the event loop. */
function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    let end = start + CHARACTERS_PER_TURN
    if (end < text.length) {
      const space = text.lastIndexOf(' ', end)
      if (space > start) end = space
    }
    yield text.slice(start, end)
    start = end
  }
}

function addWords({ dimensions, rowOf, scales, rows }: VectorsFile, text: string, sum: Float32Array): void {
  for (const word of words(text)) {
    const row = rowOf.get(word)
    if (row === undefined) continue
    const scale = scales[row] ?? 0
    const start = row * dimensions
    for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (rows[start + i] ?? 0) * scale
  }
}

/** In place; the zero vector stays as it is. */
function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0
  for (const value of vector) squares += value * value
  if (squares === 0) return vector
  const length = Math.sqrt(squares)
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length
  return vector
}
