import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, tenants } from './schema.ts'

/**
 * Everybody who ever signed in, and everybody who was invited. Roles and groups of local accounts are kept here; those of
 * other providers are what the provider last said.
 */
export const users = pgTable(
  'users',
  {
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    objectId: text('object_id').notNull(),
    /** Who vouches for this person: the local provider or the address of another one. */
    issuer: text('issuer').notNull().default('urn:footnote:local'),
    displayName: text('display_name').notNull(),
    /** What a local account signs in with, in lower case. */
    email: text('email'),
    /** Null until the person chose a password, and for people of other providers. */
    passwordHash: text('password_hash'),
    roles: text('roles').array().notNull(),
    groupIds: text('group_ids').array().notNull().default(sql`'{}'`),
    disabledAt: instant('disabled_at'),
    /** Tokens and session refreshes from before this moment are refused: set when rights are taken away. */
    tokensValidAfter: instant('tokens_valid_after'),
    lastSignInAt: instant('last_sign_in_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.objectId] }),
    uniqueIndex('users_email').on(table.email).where(sql`email is not null`),
  ],
)

/** Browser sessions. Only a hash of the cookie value is stored, so that a copy of the table opens no session. */
export const sessions = pgTable(
  'sessions',
  {
    idHash: text('id_hash').primaryKey(),
    /** Names the session in lists; opens nothing. */
    publicId: uuid('public_id').notNull().defaultRandom(),
    tenantId: text('tenant_id').notNull(),
    objectId: text('object_id').notNull(),
    issuer: text('issuer').notNull(),
    /** Who this is, as the provider last said: principal, and where each role and group came from. */
    identity: jsonb('identity').notNull(),
    /** Encrypted; null when the provider gave none. */
    refreshToken: text('refresh_token'),
    refreshedAt: instant('refreshed_at').notNull(),
    /** From then on the provider is asked again before the session is believed. */
    refreshAfter: instant('refresh_after').notNull(),
    /** Set while one process asks the provider, so that no other does: a refresh token works once. */
    refreshClaimedUntil: instant('refresh_claimed_until'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('sessions_public_id').on(table.publicId),
    index('sessions_by_person').on(table.tenantId, table.objectId),
  ],
)

/** One-time codes that sign a person in; used once, short-lived, stored as a hash. */
export const signInCodes = pgTable('sign_in_codes', {
  codeHash: text('code_hash').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  objectId: text('object_id').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
})

/** Sign-ins that are under way: what must come back from the provider unchanged. Bound to a short-lived cookie, used once. */
export const signInAttempts = pgTable('sign_in_attempts', {
  idHash: text('id_hash').primaryKey(),
  provider: text('provider').notNull(),
  state: text('state').notNull(),
  nonce: text('nonce').notNull(),
  codeVerifier: text('code_verifier').notNull(),
  returnTo: text('return_to').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/** What the local OpenID provider remembers: grants, codes, refresh tokens, device codes. */
export const providerRecords = pgTable(
  'provider_records',
  {
    model: text('model').notNull(),
    id: text('id').notNull(),
    payload: jsonb('payload').notNull(),
    grantId: text('grant_id'),
    userCode: text('user_code'),
    uid: text('uid'),
    consumedAt: instant('consumed_at'),
    expiresAt: instant('expires_at'),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.id] }),
    index('provider_records_grant').on(table.grantId),
    index('provider_records_user_code').on(table.userCode),
    index('provider_records_uid').on(table.uid),
    index('provider_records_expiry').on(table.expiresAt),
  ],
)

/** Keys for scripts. Only a hash of the secret is stored; the prefix lets people tell their keys apart. */
export const apiKeys = pgTable(
  'api_keys',
  {
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    secretHash: text('secret_hash').notNull(),
    roles: text('roles').array().notNull(),
    groupIds: text('group_ids').array().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('api_keys_secret').on(table.secretHash),
    index('api_keys_by_time').on(table.tenantId, table.createdAt, table.id),
  ],
)
