import { z } from 'zod'
import { Role } from './principal.ts'

/** Everything that is written down of what people and programs did, beside the questions that they asked. */
export const ACT_KINDS = [
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'sessions-ended',
  'sign-in-link-made',
  'user-invited',
  'user-changed',
  'api-key-created',
  'api-key-revoked',
  'document-access-changed',
  'access-list-changed',
  'document-read',
  'document-deleted',
  'source-forgotten',
  'answers-deleted',
  'conversation-deleted',
  'conversation-exported',
  'answer-exported',
  'answer-shared',
  'answer-share-ended',
  'report-exported',
  'export-downloaded',
  'audit-exported',
  'schedule-created',
  'schedule-removed',
  'golden-case-changed',
  'golden-case-removed',
  'budget-set',
  'budget-removed',
  'prompt-drafted',
  'prompt-reviewed',
  'prompt-activated',
  'index-rebuild-started',
  'index-activated',
  'index-removed',
  'dead-letters-replayed',
  'dead-letters-discarded',
  'hold-placed',
  'hold-lifted',
  'personal-data-exported',
  'personal-data-erased',
  'retention-applied',
] as const
export const ActKind = z.enum(ACT_KINDS)
export type ActKind = z.infer<typeof ActKind>

/** How a record names a person: `person:` and a salted hash of their object id. The salt is kept beside it, and can go. */
export const HIDDEN_PERSON = /^person:[0-9a-f]{64}$/
const HiddenPerson = z.string().regex(HIDDEN_PERSON)

/** What an act tells beside who, when and what about: counts, settings before and after, never words of people. */
export const ActDetail = z.record(z.string(), z.json())
export type ActDetail = z.infer<typeof ActDetail>

/**
 * One act as it is hashed, in the order of these keys. Strings that name a person (`user:<object id>`) stand here as
 * `person:<hash>`, so that a person can be erased and the chain still be checked.
 */
export const ActEntry = z.object({
  format: z.literal(1),
  tenant_id: z.string(),
  id: z.uuid(),
  request_id: z.string(),
  at: z.iso.datetime(),
  kind: ActKind,
  actor: z.object({ person: HiddenPerson, kind: z.enum(['user', 'application', 'system']), roles: z.array(Role) }),
  object: z.string().nullable().describe('What it was done to, as "document:<id>", "user:<id>", "budget:<subject>" …'),
  detail: ActDetail,
})
export type ActEntry = z.infer<typeof ActEntry>

export const AuditRecord = z.object({
  id: z.uuid().describe('Of the act; of the answer where the kind is "question".'),
  kind: z.union([z.literal('question'), ActKind]),
  at: z.iso.datetime(),
  sequence: z.number().int().nullable().describe('Place in the chain; null for a moment, until it is linked.'),
  hash: z.string().nullable(),
  request_id: z.string(),
  actor: z.object({
    object_id: z.string().nullable().describe('Null when the personal data of whoever did it was erased.'),
    kind: z.string(),
    roles: z.array(z.string()),
  }),
  object: z.string().nullable(),
  detail: z
    .record(z.string(), z.unknown())
    .describe('Of a question: outcome, model, and the documents that were found.'),
})
export type AuditRecord = z.infer<typeof AuditRecord>

export const AuditPage = z.object({
  records: z.array(AuditRecord),
  names: z.record(z.string(), z.string()).describe('Names of the people on this page by object id, as far as known.'),
  next_cursor: z.string().nullable(),
})
export type AuditPage = z.infer<typeof AuditPage>

export const AuditFilter = z.strictObject({
  actor: z.string().max(300).optional().describe('Object id of whoever did it.'),
  about: z.string().max(600).optional().describe('What it was done to: "document:<id>", "user:<object id>" …'),
  kind: z
    .union([z.literal('question'), ActKind])
    .optional()
    .describe('Only acts of this kind.'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().describe('Before this moment.'),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditKey = z.object({
  algorithm: z.literal('Ed25519'),
  public_key: z.string().describe('The key that checkpoints are signed with, as PEM. Keep it apart from this server.'),
})
export type AuditKey = z.infer<typeof AuditKey>
