import { z } from 'zod'
import { Role } from './principal.ts'

export const DEFAULT_API_KEY_DAYS = 90
export const MAXIMUM_API_KEY_DAYS = 365

/** What a key for scripts is made with. It holds these roles and groups and nothing of its maker. */
export const ApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('What the key is for.'),
  roles: z.array(Role).min(1).max(3).default(['Reader']),
  group_ids: z.array(z.string().min(1).max(200).regex(/^\S+$/)).max(100).default([]),
  expires_in_days: z.number().int().min(1).max(MAXIMUM_API_KEY_DAYS).default(DEFAULT_API_KEY_DAYS),
})
export type ApiKeyInput = z.infer<typeof ApiKeyInput>

export const ApiKeySummary = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('How the key begins; it opens nothing.'),
  object_id: z.string().describe('Whom access lists and reports name: "key:<id>".'),
  roles: z.array(Role),
  group_ids: z.array(z.string()),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
})
export type ApiKeySummary = z.infer<typeof ApiKeySummary>

/** A new key; `key` is shown this once. */
export const CreatedApiKey = ApiKeySummary.extend({ key: z.string() })
export type CreatedApiKey = z.infer<typeof CreatedApiKey>

/** One page of the keys of the organisation, newest first. */
export const ApiKeyPage = z.object({ api_keys: z.array(ApiKeySummary), next_cursor: z.string().nullable() })
export type ApiKeyPage = z.infer<typeof ApiKeyPage>
