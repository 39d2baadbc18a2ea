import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import { NOTHING_UNDERSTOOD } from '../contracts/understood.ts'
import type { Database } from '../platform/database/database.ts'
import { openEmbeddedDatabase } from '../platform/database/pglite.ts'
import { answerSources, answers, documents, tenants } from '../platform/database/schema.ts'
import { answerIdOf } from '../platform/http/answer-id.ts'
import { rankedPassage } from '../testing/ranked-passages.ts'
import { createBudgets } from './budgets.ts'
import { abstentionEnvelope } from './decide-abstention.ts'
import { type AnswerRecord, createAnswerRecorder } from './record-answer.ts'

let folder: string
let database: Database

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-answers-'))
  database = await openEmbeddedDatabase({ dataFolder: join(folder, 'data') })
  await database.migrate()
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const call = (requestId: string) => ({
  requestId,
  principal: { tenant_id: 't1', object_id: 'u1', group_ids: [], roles: ['Reader' as const], kind: 'user' as const },
})

function answerRecord(requestId: string): AnswerRecord {
  return {
    id: answerIdOf(call(requestId)),
    tenantId: 't1',
    objectId: 'u1',
    requestId,
    query: 'What is the deductible?',
    outcome: 'failed',
    reused: false,
    envelope: null,
    mode: 'model',
    model: 'm1',
    promptTokens: 12,
    completionTokens: 3,
    durationInMs: 45,
    conversationId: null,
    standaloneQuestion: null,
    fallbackReason: null,
    sentencesDropped: 0,
    trace: null,
  }
}

const SPENT = {
  principal: call('r').principal,
  tokens: { prompt: 12, completion: 3, costInMicros: 0 },
  reservations: [],
  at: 0,
}

function recorder() {
  const defaults = { userTokensPerDay: 0, tenantTokensPerDay: 0 }
  return createAnswerRecorder({
    database,
    budgets: createBudgets({ database, defaults }),
    content: 'full',
    linker: { link: () => undefined },
  })
}

test('writes one row per question under the id that the call names', async () => {
  await recorder()(answerRecord('r1'), SPENT)
  const rows = await database.system.select().from(answers)
  const { trace: _, fallbackReason: __, sentencesDropped: ___, ...row } = answerRecord('r1')
  expect(rows).toMatchObject([{ ...row, confidence: null }])
})

test('keeps both rows when a request id comes twice', async () => {
  const record = recorder()
  await record(answerRecord('r2'), SPENT)
  await record(answerRecord('r2'), SPENT)
  const rows = await database.system.select().from(answers)
  expect(rows.filter(({ requestId }) => requestId === 'r2')).toHaveLength(2)
})

/** An abstention that shows a passage of each of these documents, in version 3. */
function envelopeOf(documentIds: readonly string[]): AnswerEnvelope {
  const passages = documentIds.map((document_id) =>
    rankedPassage({ text: `text of ${document_id}`, document_id, version: 3 }),
  )
  return abstentionEnvelope(passages, 0, {
    made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
    token_usage: { prompt: 0, completion: 0, total: 0 },
  })
}

const keptOf = async (requestId: string) => {
  const rows = await database.system.select().from(answers)
  return rows.find((row) => row.requestId === requestId)?.envelope
}

test('notes which versions an answer rests on, each once', async () => {
  const [one, other] = [randomUUID(), randomUUID()]
  const envelope = envelopeOf([one, other, one])
  // How the question was read may name a document, and is not kept.
  await recorder()({ ...answerRecord('r4'), envelope: { ...envelope, understood: NOTHING_UNDERSTOOD } }, SPENT)
  const sources = await database.system.select().from(answerSources)
  const answerId = answerRecord('r4').id
  const expected = [one, other].map((documentId) => ({ tenantId: 't1', answerId, documentId, version: 3 }))
  expect(sources).toHaveLength(2)
  expect(sources).toEqual(expect.arrayContaining(expected))
  expect(await keptOf('r4')).toEqual(envelope)
})

test('keeps no excerpt of a document that was deleted while the answer was made', async () => {
  const [kept, deleted] = [randomUUID(), randomUUID()]
  await database.system.insert(tenants).values({ id: 't1', name: 't1' })
  for (const id of [kept, deleted]) {
    const names = { source: 'upload', externalId: id, title: 'Note', createdBy: 'u1' }
    const deletedAt = id === deleted ? new Date() : null
    await database.system
      .insert(documents)
      .values({ tenantId: 't1', id, ...names, access: ['everyone'], newestVersion: 3, deletedAt })
  }
  const envelope = envelopeOf([kept, deleted])
  await recorder()({ ...answerRecord('r5'), envelope }, SPENT)
  expect(await keptOf('r5')).toEqual({
    ...envelope,
    nearest_passages: [envelope.nearest_passages[0], { source_state: 'deleted' }],
  })
})

test('makes a valid id that differs between people and requests', () => {
  const id = answerIdOf(call('r1'))
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(answerIdOf(call('r1'))).toBe(id)
  expect(answerIdOf(call('r2'))).not.toBe(id)
  expect(answerIdOf({ ...call('r1'), principal: { ...call('r1').principal, object_id: 'u2' } })).not.toBe(id)
})
