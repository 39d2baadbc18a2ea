import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'

export const HOSTABLE_ROLES = ['gateway', 'auth', 'ingestion', 'retrieval', 'orchestration', 'reporting'] as const
export type HostableRole = (typeof HOSTABLE_ROLES)[number]

const onOff = (fallback: 'on' | 'off') =>
  z
    .enum(['on', 'off'])
    .default(fallback)
    .transform((value) => value === 'on')
const whole = (fallback: number, minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback)
const optionalUrl = () =>
  z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/$/, ''))
    .optional()

/** Every setting, with what it means. This file is the only reader of the environment. */
export const Environment = z.object({
  ROLES: z
    .string()
    .default(HOSTABLE_ROLES.join(','))
    .transform((list) => list.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(HOSTABLE_ROLES)).min(1))
    .describe('Which roles this process hosts, separated by commas.'),
  FOOTNOTE_HOME: z
    .string()
    .min(1)
    .default('.footnote')
    .describe('Folder of all embedded data: database, documents, index, secrets.'),
  FOOTNOTE_HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  FOOTNOTE_PORT: whole(3000, 0, 65_535).describe('Port to listen on; 0 takes any free one.'),
  FOOTNOTE_PUBLIC_URL: optionalUrl().describe(
    'The address under which people reach Footnote, for example https://footnote.example.org.',
  ),
  FOOTNOTE_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  FOOTNOTE_SAMPLES: onOff('on').describe('Load the small sample library on the first start.'),
  FOOTNOTE_WEB: onOff('on').describe('Serve the web client from the process that hosts the gateway.'),
  FOOTNOTE_TENANT: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .default('home')
    .describe('Tenant of the local issuer.'),
  FOOTNOTE_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL to use instead of the embedded database.'),
  FOOTNOTE_BLOBS_FOLDER: z
    .string()
    .optional()
    .describe('Folder of the original documents; by default inside the home.'),
  FOOTNOTE_INDEX_FOLDER: z.string().optional().describe('Folder of the search index; by default inside the home.'),
  FOOTNOTE_SECRETS_FOLDER: z.string().optional().describe('Folder of the secrets; by default inside the home.'),
  FOOTNOTE_INTERNAL_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('Key that signs calls between processes; needed when the roles are split.'),
  FOOTNOTE_AUTH_URL: optionalUrl().describe('Where the auth role runs, when it is not hosted here.'),
  FOOTNOTE_INGESTION_URL: optionalUrl().describe('Where the ingestion role runs, when it is not hosted here.'),
  FOOTNOTE_RETRIEVAL_URL: optionalUrl().describe('Where the retrieval role runs, when it is not hosted here.'),
  FOOTNOTE_ORCHESTRATION_URL: optionalUrl().describe('Where the orchestration role runs, when it is not hosted here.'),
  FOOTNOTE_REPORTING_URL: optionalUrl().describe('Where the reporting role runs, when it is not hosted here.'),
  FOOTNOTE_CHAT_BASE_URL: optionalUrl().describe(
    'OpenAI-compatible server that writes the answers, for example http://127.0.0.1:11434/v1. Without it answers quote the documents.',
  ),
  FOOTNOTE_CHAT_MODEL: z.string().optional().describe('Name of the chat model.'),
  FOOTNOTE_CHAT_API_KEY: z.string().optional().describe('Key of the chat model server, if it needs one.'),
  FOOTNOTE_CHAT_CONTEXT_TOKENS: whole(8_192, 2_048, 2_000_000).describe(
    'Tokens that prompt and answer of the chat model may have together.',
  ),
  FOOTNOTE_REQUESTS_PER_MINUTE: whole(60, 1, 1_000_000).describe('Requests one user may send in any minute.'),
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: whole(600, 1, 10_000_000).describe(
    'Requests all users of a tenant may send in any minute.',
  ),
  FOOTNOTE_ANSWER_CACHE_MINUTES: whole(15, 0, 1_440).describe(
    'How long an answer may be given again; 0 turns the cache off.',
  ),
  FOOTNOTE_SESSION_HOURS: whole(24, 1, 720).describe('How long a browser stays signed in.'),
  FOOTNOTE_MAX_UPLOAD_MB: whole(100, 1, 4_096).describe('Largest file in megabytes.'),
  FOOTNOTE_PARSER_SLOTS: whole(Math.max(1, Math.min(4, availableParallelism())), 1, 64).describe(
    'How many documents are read at the same time.',
  ),
})

export interface Config {
  readonly roles: readonly HostableRole[]
  readonly peers: Readonly<Partial<Record<HostableRole, string>>>
  readonly home: string
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly loadSamples: boolean
  readonly serveWeb: boolean
  readonly tenantId: string
  readonly databaseUrl: string | undefined
  readonly blobsFolder: string | undefined
  readonly indexFolder: string | undefined
  readonly secretsFolder: string | undefined
  readonly internalSecret: string | undefined
  readonly chat:
    | {
        readonly baseUrl: string
        readonly model: string
        readonly apiKey: string | undefined
        readonly contextWindowTokens: number
      }
    | undefined
  readonly limits: {
    readonly userRequestsPerMinute: number
    readonly tenantRequestsPerMinute: number
    readonly answerCacheLifetimeInMs: number
    readonly sessionLifetimeInMs: number
    readonly maximumUploadBytes: number
  }
  readonly parserSlots: number
}

/** The settings cannot be used. The message names every bad key at once, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Read all settings from an environment. Throws `ConfigError`; empty values count as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = Environment.safeParse(present)
  const invalid = parsed.error?.issues.map(({ path, message }) => `  ${path[0]?.toString() ?? ''}: ${message}`) ?? []
  const complaints = new Set([...invalid, ...missingBeside(present)])
  if (parsed.success && complaints.size === 0) return configOf(parsed.data)
  throw new ConfigError(
    `These settings need attention (see docs/configuration.md):\n${Array.from(complaints).join('\n')}`,
  )
}

/** Settings that are needed because others are there. */
function missingBeside(present: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (present['FOOTNOTE_CHAT_BASE_URL'] === undefined || present['FOOTNOTE_CHAT_MODEL'] !== undefined) return []
  return ['  FOOTNOTE_CHAT_MODEL: name a model that the server at FOOTNOTE_CHAT_BASE_URL offers']
}

function configOf(env: z.output<typeof Environment>): Config {
  return {
    roles: env.ROLES,
    peers: peersOf(env),
    home: resolve(env.FOOTNOTE_HOME),
    host: env.FOOTNOTE_HOST,
    port: env.FOOTNOTE_PORT,
    publicUrl: env.FOOTNOTE_PUBLIC_URL,
    logLevel: env.FOOTNOTE_LOG_LEVEL,
    loadSamples: env.FOOTNOTE_SAMPLES,
    serveWeb: env.FOOTNOTE_WEB,
    tenantId: env.FOOTNOTE_TENANT,
    databaseUrl: env.FOOTNOTE_DATABASE_URL,
    blobsFolder: absolute(env.FOOTNOTE_BLOBS_FOLDER),
    indexFolder: absolute(env.FOOTNOTE_INDEX_FOLDER),
    secretsFolder: absolute(env.FOOTNOTE_SECRETS_FOLDER),
    internalSecret: env.FOOTNOTE_INTERNAL_SECRET,
    chat: chatOf(env),
    limits: {
      userRequestsPerMinute: env.FOOTNOTE_REQUESTS_PER_MINUTE,
      tenantRequestsPerMinute: env.FOOTNOTE_TENANT_REQUESTS_PER_MINUTE,
      answerCacheLifetimeInMs: env.FOOTNOTE_ANSWER_CACHE_MINUTES * 60_000,
      sessionLifetimeInMs: env.FOOTNOTE_SESSION_HOURS * 3_600_000,
      maximumUploadBytes: env.FOOTNOTE_MAX_UPLOAD_MB * 1_048_576,
    },
    parserSlots: env.FOOTNOTE_PARSER_SLOTS,
  }
}

/** Folders are absolute from here on: what they are relative to must not change with who reads them. */
function absolute(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : resolve(folder)
}

function peersOf(env: z.output<typeof Environment>): Config['peers'] {
  const peers: Partial<Record<HostableRole, string>> = {}
  const urls = {
    auth: env.FOOTNOTE_AUTH_URL,
    ingestion: env.FOOTNOTE_INGESTION_URL,
    retrieval: env.FOOTNOTE_RETRIEVAL_URL,
    orchestration: env.FOOTNOTE_ORCHESTRATION_URL,
    reporting: env.FOOTNOTE_REPORTING_URL,
  }
  for (const [role, url] of Object.entries(urls)) if (url !== undefined) peers[role as HostableRole] = url
  return peers
}

function chatOf(env: z.output<typeof Environment>): Config['chat'] {
  if (env.FOOTNOTE_CHAT_BASE_URL === undefined || env.FOOTNOTE_CHAT_MODEL === undefined) return undefined
  return {
    baseUrl: env.FOOTNOTE_CHAT_BASE_URL,
    model: env.FOOTNOTE_CHAT_MODEL,
    apiKey: env.FOOTNOTE_CHAT_API_KEY,
    contextWindowTokens: env.FOOTNOTE_CHAT_CONTEXT_TOKENS,
  }
}
