import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PromptVersion } from '../../contracts/prompts.ts'
import { createAnalysers } from '../../language/analyser.ts'
import { createExtractiveModel } from '../../platform/chat-model/extractive.ts'
import { createOpenAiCompatibleModel } from '../../platform/chat-model/openai-compatible.ts'
import { users } from '../../platform/database/sign-in-schema.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { rankedPassage, searchOutput } from '../../testing/ranked-passages.ts'
import { type ScriptedOpenAiServer, startScriptedOpenAiServer } from '../../testing/scripted-openai-server.ts'
import { createCase } from '../golden/write-cases.ts'
import type { ModelChain } from '../model-chain.ts'
import { promptRoutes } from '../prompts/prompt-routes.ts'
import { createWordingGate } from './gate-wording.ts'

const analysers = createAnalysers()
const extractive = createExtractiveModel({ analysers })
const logger = pino({ enabled: false })
const TEXT = 'The annual deductible of the Gold plan is $500.'
const FOUND = searchOutput([rankedPassage({ text: TEXT, title: 'Gold plan' })])
const DECLINES = 'Decline every question.'

let database: TestDatabase
let model: ScriptedOpenAiServer
let server: TestServer
let withoutModel: TestServer
let tenant_id: string
beforeAll(async () => {
  database = await openTestDatabase()
  // A model that follows the wording it is given.
  model = await startScriptedOpenAiServer({
    answer: (body) => ({
      type: 'answer',
      deltas: [
        JSON.stringify(body).includes(DECLINES) ? "I don't have enough information to answer that." : `${TEXT} [1]`,
      ],
    }),
  })
  const written = createOpenAiCompatibleModel({
    baseUrl: model.baseUrl,
    model: 'm',
    apiKey: 'k',
    contextWindowTokens: 8_192,
  })
  server = await serverWith([written, extractive])
  withoutModel = await serverWith([extractive])
})
afterAll(async () => {
  for (const part of [server, withoutModel, model, database]) await part[Symbol.asyncDispose]()
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
  for (const objectId of ['anna', 'bert'])
    await database.system
      .insert(users)
      .values({ tenantId: tenant_id, objectId, displayName: objectId, roles: ['Admin'] })
})

async function serverWith(models: ModelChain): Promise<TestServer> {
  const opened = await openTestServer({ roles: ['orchestration'] })
  const gate = createWordingGate({ database, models, analysers, logger, retrieval: { search: async () => FOUND } })
  await opened.app.register(promptRoutes({ database, models, answerTokens: 1_024, gate }))
  return opened
}

async function post(path: string, payload: object = {}, { by = 'anna', on = server } = {}) {
  const headers = await on.headersOf(contextFor({ tenant_id, object_id: by, roles: ['Admin'] }))
  return on.app.inject({ method: 'POST', url: `/api/admin/prompts${path}`, headers, payload })
}

async function reviewed(text: string): Promise<number> {
  const { version } = (await post('', { text })).json<PromptVersion>()
  await post(`/${version}/review`, {}, { by: 'bert' })
  return version
}

async function askAbout(count: number): Promise<void> {
  const context = contextFor({ tenant_id, object_id: 'anna', roles: ['Admin'] })
  for (let n = 0; n < count; n++) {
    const question = `What is the annual deductible of the Gold plan in year ${n}? ${randomUUID()}`
    await createCase(database, { question, truth: ['$500'], evidence: [] }, context)
  }
}

describe('a wording', () => {
  it('with which answers are worse is refused with the figures, unless somebody says why it must be', async () => {
    await askAbout(8)
    const version = await reviewed(DECLINES)
    const refused = await post(`/${version}/activate`)
    expect(refused.json()).toMatchObject({
      code: 'not-allowed-now',
      detail: expect.stringContaining('"right" falls from 1.00 to 0.00 on 8 golden questions'),
      comparison: expect.arrayContaining([expect.objectContaining({ measure: 'right', before: 1, after: 0 })]),
    })
    expect((await post(`/${version}/activate`, { override: true })).json()).toMatchObject({ code: 'invalid-request' })
    const forced = await post(`/${version}/activate`, { override: true, reason: 'a trial' })
    expect(forced.json()).toMatchObject({ state: 'active', activated_by: 'anna', override_reason: 'a trial' })
  })

  it('with which they are as good is used, and the comparison kept', async () => {
    await askAbout(8)
    const version = await reviewed('Be kind.')
    const active = (await post(`/${version}/activate`)).json<PromptVersion>()
    expect(active).toMatchObject({ state: 'active', override_reason: null })
    expect(active.comparison).toContainEqual(expect.objectContaining({ measure: 'right', difference: 0 }))
  })

  it('is used without being compared where there is no golden question, or no model to read it', async () => {
    expect((await post(`/${await reviewed(DECLINES)}/activate`)).json()).toMatchObject({
      state: 'active',
      comparison: null,
    })
    await askAbout(2)
    const calls = model.calls.length
    const version = await reviewed(`${DECLINES} Always.`)
    const active = await post(`/${version}/activate`, {}, { on: withoutModel })
    expect(active.json()).toMatchObject({ state: 'active', comparison: null })
    expect(model.calls.length).toBe(calls)
  })
})
