import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ACT_KINDS, type ActKind } from '../contracts/audit.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
const description = new URL('../../docs/openapi.json', import.meta.url)

/** Which act each operation that changes something leaves in the audit, or in words why it leaves none. */
const LEAVES: Readonly<Record<string, ActKind | `none: ${string}`>> = {
  signOut: 'signed-out',
  inviteUser: 'user-invited',
  changeUser: 'user-changed',
  createUserSignInLink: 'sign-in-link-made',
  createSignInLink: 'sign-in-link-made',
  erasePersonalData: 'personal-data-erased',
  endOtherSessions: 'sessions-ended',
  endSession: 'sessions-ended',
  createApiKey: 'api-key-created',
  revokeApiKey: 'api-key-revoked',
  uploadDocuments: 'none: the document and its version tell who sent them',
  putDocument: 'none: the document and its version tell who sent them',
  deleteDocumentByIdentity: 'document-deleted',
  deleteDocument: 'document-deleted',
  retryDocument: 'none: it reads again what is there',
  retryDocuments: 'none: it reads again what is there',
  cancelDocument: 'none: the state of the version tells it',
  setDocumentAccess: 'document-access-changed',
  setAnyDocumentAccess: 'document-access-changed',
  setAccessList: 'access-list-changed',
  reportSource: 'none: the source tells who reported it last',
  forgetSource: 'source-forgotten',
  removeSourceItems: 'document-deleted',
  replayDeadLetters: 'dead-letters-replayed',
  discardDeadLetters: 'dead-letters-discarded',
  rebuildIndex: 'index-rebuild-started',
  activateIndexGeneration: 'index-activated',
  removeIndexGeneration: 'index-removed',
  searchPassages: 'none: it only reads, and shows what the answer to a question shows',
  draftPrompt: 'prompt-drafted',
  reviewPrompt: 'prompt-reviewed',
  activatePrompt: 'prompt-activated',
  rollBackPrompt: 'prompt-activated',
  placeLegalHold: 'hold-placed',
  liftLegalHold: 'hold-lifted',
  ask: 'none: every question has a record of its own',
  createChatCompletion: 'none: every question has a record of its own',
  callMcp: 'none: every question has a record of its own',
  stopAnswer: 'none: the record of the question tells that it was cancelled',
  deleteAnswers: 'answers-deleted',
  deleteAnswer: 'answers-deleted',
  shareAnswer: 'answer-shared',
  endAnswerShare: 'answer-share-ended',
  createGoldenCase: 'golden-case-changed',
  replaceGoldenCase: 'golden-case-changed',
  acceptGoldenCase: 'golden-case-changed',
  refuseGoldenCase: 'golden-case-changed',
  importGoldenCases: 'golden-case-changed',
  deleteGoldenCase: 'golden-case-removed',
  generateGoldenCases: 'none: whoever accepts what is proposed leaves one',
  startEvaluation: 'none: the run tells who asked for it',
  createReportSchedule: 'schedule-created',
  deleteReportSchedule: 'schedule-removed',
  sendScheduledReport: 'none: where it goes was written down when the schedule was made',
  giveFeedback: 'none: it is the own opinion of whoever asked',
  createConversation: 'none: it holds nothing yet',
  renameConversation: 'none: it is one word of whoever asked for another',
  deleteConversation: 'conversation-deleted',
  setBudget: 'budget-set',
  deleteBudget: 'budget-removed',
  exportReport: 'report-exported',
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
}

it('every operation that changes something leaves an act, or says why it leaves none', async () => {
  const { paths } = JSON.parse(await readFile(description, 'utf8')) as Description
  const changing = Object.values(paths).flatMap((methods) =>
    Object.entries(methods).flatMap(([method, { operationId }]) => (method === 'get' ? [] : [operationId])),
  )
  expect(changing.toSorted()).toEqual(Object.keys(LEAVES).toSorted())
})

it('every kind of act is written somewhere', async () => {
  const names = (await readdir(source, { recursive: true })).filter((name) => /^[^.]+\.ts$/.test(name))
  const texts = await Promise.all(names.map((name) => readFile(join(source, name), 'utf8')))
  const written = (kind: ActKind) => texts.some((text) => text.includes(`kind: '${kind}'`))
  expect(ACT_KINDS.filter((kind) => !written(kind))).toEqual([])
})
