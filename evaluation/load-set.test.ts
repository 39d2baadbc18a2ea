import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadSet } from './load-set.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'set-'))
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

const STRANGE_ID = 'A, b.pdf#page=1 (x)'

async function write(corpus: string, queries: string, judgements: string): Promise<void> {
  await writeFile(join(folder, 'corpus.jsonl'), corpus)
  await writeFile(join(folder, 'queries.jsonl'), queries)
  await writeFile(join(folder, 'qrels.tsv'), judgements)
}

it('reads documents, questions and judgements whatever characters the ids hold', async () => {
  const documents = [
    { id: STRANGE_ID, title: 'T', text: 'one', page: 1 },
    { id: 'b', text: 'two' },
  ]
  const queries = [
    { id: 'q 1', text: 'who?' },
    { id: 'unjudged', text: 'what?' },
  ]
  await write(
    documents.map((document) => JSON.stringify(document)).join('\n'),
    `${queries.map((query) => JSON.stringify(query)).join('\n')}\n`,
    `query-id\tcorpus-id\tscore\nq 1\t${STRANGE_ID}\t2\nq 1\tb\t0\nq 1\tmissing\t1\r\n`,
  )
  const set = await loadSet(folder)
  expect(set.documents).toEqual([
    { id: STRANGE_ID, title: 'T', text: 'one' },
    { id: 'b', title: '', text: 'two' },
  ])
  expect(set.questions).toEqual([{ id: 'q 1', text: 'who?', judgements: new Map([[STRANGE_ID, 2]]) }])
})

it('reads right answers and questions without one where there are any', async () => {
  await write('{"id":"a","text":"x"}', '{"id":"q","text":"who?"}', 'head\nq\ta\t1\n')
  await writeFile(join(folder, 'answers.jsonl'), '{"id":"q","answers":["Ada","Ada Marlowe"]}')
  await writeFile(join(folder, 'unanswerable.jsonl'), '{"id":"u","text":"why?"}')
  const { questions, unanswerable } = await loadSet(folder)
  expect(questions).toMatchObject([{ id: 'q', answers: ['Ada', 'Ada Marlowe'] }])
  expect(unanswerable).toEqual([{ id: 'u', text: 'why?' }])
})

it('names the line that does not fit', async () => {
  await write('{"id":"a","text":"x"}\n{"id":1}\n', '', 'head\n')
  await expect(loadSet(folder)).rejects.toThrow('corpus.jsonl:2')
  await write('{"id":"a","text":"x"}\nnot json\n', '', 'head\n')
  await expect(loadSet(folder)).rejects.toThrow('corpus.jsonl:2')
  await write('', '', 'head\nq a 1\n')
  await expect(loadSet(folder)).rejects.toThrow('qrels.tsv:2')
})
