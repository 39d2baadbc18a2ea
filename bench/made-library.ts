import { readFile } from 'node:fs/promises'
import { type BenchPassage, uuidOf } from './fill-library.ts'
import { seededRandom } from './seeded-random.ts'

const [WORDS_PER_PASSAGE, VOCABULARY] = [120, 30_000]
/** Each passage is for one of so many groups: an access list with one of them leaves one passage in a hundred. */
export const GROUPS = 100
const VECTORS_FILE = new URL('../src/platform/embedding-model/static-vectors.bin', import.meta.url)
const HEADER_BYTES = 20

/** Texts in which words are as frequent as in running text, the same in every run. */
export interface MadeLibrary {
  readonly passages: (tenantId: string, count: number) => Generator<BenchPassage>
  readonly questions: (count: number) => readonly string[]
}

/** Make libraries of any size from the words that the built-in vectors know. */
export async function openMadeLibrary(): Promise<MadeLibrary> {
  const words = await frequentWords(VOCABULARY)

  /** Frequencies fall with the rank of a word (Zipf's law). */
  function runningText(random: () => number, length: number): string {
    return Array.from({ length }, () => words[Math.floor(VOCABULARY ** random()) - 1] ?? 'word').join(' ')
  }

  function* passages(tenantId: string, count: number): Generator<BenchPassage> {
    const random = seededRandom(tenantId.length + Number(/\d*$/.exec(tenantId)?.[0]))
    for (let n = 0; n < count; n++) {
      yield {
        id: uuidOf(`${tenantId} ${n}`),
        externalId: String(n),
        title: `Document ${n}`,
        heading: [],
        text: `${runningText(random, WORDS_PER_PASSAGE)}.`,
        access: [`group:${n % GROUPS}`],
      }
    }
  }

  function questions(count: number): readonly string[] {
    const random = seededRandom(99)
    return Array.from({ length: count }, (_, n) => runningText(random, 6 + (n % 8)))
  }

  return { passages, questions }
}

async function frequentWords(count: number): Promise<readonly string[]> {
  const file = await readFile(VECTORS_FILE)
  const end = HEADER_BYTES + file.readUInt32LE(16)
  return file.toString('utf8', HEADER_BYTES, end).split('\n').slice(0, count)
}
