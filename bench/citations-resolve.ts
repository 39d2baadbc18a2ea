/**
 * Does every citation of an answer resolve, and only to what its asker may read? Northwind and SQuAD in one library whose
 * documents belong to everybody, to groups and to single people; several askers put every question to the extractive
 * answerer, and each citation is looked up in the registry with the rights of the asker and in the list of rights here.
 * Run `node bench/citations-resolve.ts [askers=6] [questions=all]`.
 */

import { join } from 'node:path'
import { pino } from 'pino'
import { loadSet } from '../evaluation/load-set.ts'
import type { CallContext } from '../src/contracts/call-context.ts'
import { isProblem } from '../src/contracts/errors.ts'
import type { AnswerEnvelope, Citation } from '../src/contracts/orchestration.ts'
import { getPassage } from '../src/ingestion/read-documents.ts'
import { createOrchestration } from '../src/orchestration/orchestration.ts'
import { DEFAULT_WORDING } from '../src/orchestration/prompts/default-wording.ts'
import { createExtractiveModel } from '../src/platform/chat-model/extractive.ts'
import { asking, openTestRetrieval, type TestRetrieval } from '../src/testing/open-test-retrieval.ts'
import { numberOf } from './command-words.ts'
import { dataFolder } from './data-folder.ts'
import { type BenchPassage, fillIndex, fillRegistry, passagesOf } from './fill-library.ts'

const TENANT = 'bench'
const SETS = ['northwind', 'squad-dev']
/** Who reads the first, second, … document, and so on in turn. */
const RIGHTS = [['everyone'], ['group:legal'], ['group:sales', 'user:ada'], ['user:bob']] as const
const ASKERS = [
  { object_id: 'ada', group_ids: [] },
  { object_id: 'bob', group_ids: ['sales'] },
  { object_id: 'eve', group_ids: ['legal', 'sales'] },
  { object_id: 'max', group_ids: ['legal'] },
  { object_id: 'bob', group_ids: ['legal'] },
  { object_id: 'guest', group_ids: [] },
] as const

const data = dataFolder()
if (data !== null) await measure(data)

async function measure(data: string): Promise<void> {
  const sets = await Promise.all(SETS.map((name) => loadSet(join(data, 'retrieval', name))))
  const documents = sets.flatMap((set) => set.documents)
  const all = documents.flatMap((document, n) => passagesOf([document], RIGHTS[n % RIGHTS.length] ?? []))
  const asked = process.argv.slice(2)
  const questions = sets.flatMap((set) => set.questions).map(({ text }) => text)
  const some = questions.slice(0, numberOf(asked, 'questions', questions.length))
  await using retrieval = await openTestRetrieval()
  await fillIndex(retrieval, { tenantId: TENANT, generation: retrieval.generation }, all)
  await fillRegistry(retrieval.database, TENANT, all)
  const sum = {
    answers: 0,
    answered: 0,
    sentences: 0,
    citations: 0,
    unknown: 0,
    forbidden: 0,
    wrong_quote: 0,
    uncited: 0,
  }
  for (const asker of ASKERS.slice(0, numberOf(asked, 'askers', ASKERS.length))) {
    const context = asking(TENANT, { ...asker, group_ids: [...asker.group_ids] })
    const rights = ['everyone', `user:${asker.object_id}`, ...asker.group_ids.map((id) => `group:${id}`)]
    const look = createLookUp(retrieval, all, rights, context)
    for (const query of some) {
      const envelope = await answer(retrieval, query, context)
      sum.answers += 1
      sum.answered += Number(envelope.outcome === 'answered')
      sum.sentences += envelope.sentences.length
      const numbers = new Set(envelope.citations.map(({ number }) => number))
      sum.uncited += envelope.sentences.filter(({ citations }) => !citations.some((n) => numbers.has(n))).length
      for (const citation of envelope.citations) {
        sum.citations += 1
        const verdict = await look(citation)
        if (verdict !== 'resolves') sum[verdict] += 1
      }
    }
    console.log(JSON.stringify({ asker: asker.object_id, so_far: sum }))
  }
}

async function answer(retrieval: TestRetrieval, query: string, context: CallContext): Promise<AnswerEnvelope> {
  const { analysers } = retrieval
  const orchestration = createOrchestration({
    retrieval: retrieval.retrieval,
    models: [createExtractiveModel({ analysers })],
    analysers,
    activeWording: async () => DEFAULT_WORDING,
    readHistory: async () => [],
    countUnreadable: async () => 0,
    recordAnswer: async () => undefined,
    budgets: { reserve: async () => null },
    logger: pino({ enabled: false }),
  })
  for await (const part of orchestration.ask({ query, top_k: 5 }, context)) {
    if (part.type === 'answer-end') return part.answer
  }
  throw new Error(`no answer to ${query}`)
}

type Verdict = 'resolves' | 'unknown' | 'forbidden' | 'wrong_quote'

/** Look citations up in the registry as the asker; the rights are compared with the list here as well. */
function createLookUp(
  { database }: TestRetrieval,
  all: readonly BenchPassage[],
  rights: readonly string[],
  context: CallContext,
): (citation: Citation) => Promise<Verdict> {
  const accessOf = new Map(all.map(({ id, access }) => [id, access]))
  const texts = new Map<string, string | null>()
  return async ({ document_id, passage_id, start, end, quote }) => {
    const access = accessOf.get(passage_id)
    if (access === undefined) return 'unknown'
    if (!access.some((entry) => rights.includes(entry))) return 'forbidden'
    const known = texts.get(passage_id)
    const text = known === undefined ? await read(database, document_id, passage_id, context) : known
    texts.set(passage_id, text)
    if (text === null) return 'forbidden'
    return text.slice(start, end) === quote ? 'resolves' : 'wrong_quote'
  }
}

async function read(
  database: TestRetrieval['database'],
  documentId: string,
  passageId: string,
  context: CallContext,
): Promise<string | null> {
  try {
    return (await getPassage(database, documentId, passageId, context)).text
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
}
