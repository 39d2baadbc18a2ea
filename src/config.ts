import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type AzureAccess, auditContainerOf, azureAccess, azureBlobsOf, azureIndexOf } from './azure-settings.ts'
import { CHAT_SETTINGS, type ChatConfig, chatOf } from './chat-settings.ts'
import { PERSONAL_DATA_KINDS, type PersonalDataKind } from './contracts/personal-data.ts'
import type { Role } from './contracts/principal.ts'
import { ProviderUrl } from './contracts/provider-url.ts'
import { DELIVERY_SETTINGS, type DeliveryConfig, deliveryOf } from './delivery-settings.ts'
import { type EmbeddingConfig, embeddingOf, MODEL_SETTINGS, type RerankerConfig, rerankerOf } from './model-settings.ts'
import { contradictions, missingBeside } from './needed-settings.ts'
import { type EntraConfig, entraOf, type OidcConfig, oidcOf } from './provider-settings.ts'
import { RECORD_SETTINGS, type RecordsConfig, recordsOf } from './record-settings.ts'
import { type AzureSearchConfig, azureSearchOf, isInStorageAccount, SEARCH_SETTINGS } from './search-settings.ts'
import { absolute, list, onOff, optionalUrl, roleMap, whole, withoutSlash } from './setting-kinds.ts'
import { type OtlpConfig, otlpOf, TELEMETRY_SETTINGS } from './telemetry-settings.ts'

export const HOSTABLE_ROLES = ['gateway', 'auth', 'ingestion', 'retrieval', 'orchestration', 'reporting'] as const
export type HostableRole = (typeof HOSTABLE_ROLES)[number]

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
  FOOTNOTE_SERVER: optionalUrl().describe(
    'Server that the commands talk to, after "footnote login"; without it they use the data folder of this machine.',
  ),
  FOOTNOTE_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  ...TELEMETRY_SETTINGS,
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
    .describe(
      'PostgreSQL in place of the embedded database; in Azure without a password, by the identity of the machine.',
    ),
  FOOTNOTE_BLOBS_FOLDER: z
    .string()
    .optional()
    .describe('Folder of the original documents; by default inside the home.'),
  FOOTNOTE_BLOBS_CONNECTION_STRING: z
    .string()
    .optional()
    .describe('Azure Blob Storage to keep original documents in, instead of a folder: its connection string.'),
  FOOTNOTE_BLOBS_ACCOUNT_URL: optionalUrl().describe(
    'Azure Blob Storage reached with the managed identity of this machine, for example https://account.blob.core.windows.net.',
  ),
  FOOTNOTE_BLOBS_CONTAINER: z
    .string()
    .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, 'write 3 to 63 lower-case letters, digits and single hyphens')
    .default('documents')
    .describe('Container of the original documents in Azure Blob Storage.'),
  FOOTNOTE_SERVICE_BUS_CONNECTION_STRING: z
    .string()
    .optional()
    .describe('Azure Service Bus that carries jobs and events, instead of the database: its connection string.'),
  FOOTNOTE_SERVICE_BUS_NAMESPACE: z
    .string()
    .optional()
    .describe(
      'Azure Service Bus reached with the managed identity of this machine, for example name.servicebus.windows.net.',
    ),
  ...SEARCH_SETTINGS,
  FOOTNOTE_SECRETS_FOLDER: z.string().optional().describe('Folder of the secrets; by default inside the home.'),
  FOOTNOTE_INTERNAL_SECRET: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .pipe(z.array(z.string().min(32)))
    .optional()
    .describe(
      'Keys that sign calls between processes; needed when the roles are split. To change it without a break put the new key before the old one, separated by a comma.',
    ),
  FOOTNOTE_AUTH_URL: optionalUrl().describe('Where the auth role runs, when it is not hosted here.'),
  FOOTNOTE_INGESTION_URL: optionalUrl().describe('Where the ingestion role runs, when it is not hosted here.'),
  FOOTNOTE_RETRIEVAL_URL: optionalUrl().describe('Where the retrieval role runs, when it is not hosted here.'),
  FOOTNOTE_ORCHESTRATION_URL: optionalUrl().describe('Where the orchestration role runs, when it is not hosted here.'),
  FOOTNOTE_REPORTING_URL: optionalUrl().describe('Where the reporting role runs, when it is not hosted here.'),
  ...RECORD_SETTINGS,
  ...DELIVERY_SETTINGS,
  ...CHAT_SETTINGS,
  ...MODEL_SETTINGS,
  FOOTNOTE_REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis that several gateways share for limits and cached answers; in Azure also without a password.'),
  FOOTNOTE_TRUSTED_PROXIES: list().describe(
    'Addresses or networks of proxies before the gateway whose X-Forwarded headers are believed, separated by commas.',
  ),
  FOOTNOTE_LOCAL_SIGN_IN: onOff('on').describe('Let people sign in with accounts that are kept here.'),
  FOOTNOTE_ENTRA_TENANTS: list()
    .pipe(z.array(z.guid('must be ids of Entra tenants, separated by commas')))
    .describe('Entra ID tenants whose people may use this installation; each is a tenant here.'),
  FOOTNOTE_ENTRA_API_CLIENT_ID: z
    .guid()
    .optional()
    .describe('Client id of the app registration of the API: the audience of access tokens.'),
  FOOTNOTE_ENTRA_API_APP_ID_URI: z
    .string()
    .optional()
    .describe('App ID URI of the API, for example api://<client id>: the audience of version 1 tokens.'),
  FOOTNOTE_ENTRA_ACCEPT_V1: onOff('off').describe('Accept version 1 access tokens beside version 2.'),
  FOOTNOTE_ENTRA_CLIENT_ID: z.guid().optional().describe('Client id of the app registration that signs browsers in.'),
  FOOTNOTE_ENTRA_CLIENT_SECRET: z.string().optional().describe('Its client secret.'),
  FOOTNOTE_ENTRA_AUTHORITY: ProviderUrl.transform(withoutSlash)
    .default('https://login.microsoftonline.com')
    .describe('Address of the Entra cloud.'),
  FOOTNOTE_ENTRA_GRAPH_URL: ProviderUrl.transform(withoutSlash)
    .default('https://graph.microsoft.com')
    .describe('Address of Microsoft Graph, which is asked for the groups of people who are in more than 200.'),
  FOOTNOTE_OIDC_ISSUER: ProviderUrl.optional().describe(
    'Address of another OpenID provider whose people belong to FOOTNOTE_TENANT, letter by letter as its tokens name it.',
  ),
  FOOTNOTE_OIDC_AUDIENCE: z.string().optional().describe('Audience of its access tokens for this API.'),
  FOOTNOTE_OIDC_CLIENT_ID: z.string().optional().describe('Client id with which it knows this installation.'),
  FOOTNOTE_OIDC_CLIENT_SECRET: z.string().optional().describe('Client secret with which it knows this installation.'),
  FOOTNOTE_OIDC_ROLES_CLAIM: z.string().default('roles').describe('Claim of its tokens that lists roles.'),
  FOOTNOTE_OIDC_GROUPS_CLAIM: z.string().default('groups').describe('Claim of its tokens that lists groups.'),
  FOOTNOTE_ROLE_MAP: roleMap().describe(
    'Which roles and groups of the providers give which role here, for example Footnote.Admin=Admin,group:<id>=Reader. Roles named Reader, Contributor and Admin, alone or after "Footnote.", need no entry.',
  ),
  FOOTNOTE_REQUESTS_PER_MINUTE: whole(60, 1, 1_000_000).describe('Requests one user may send in any minute.'),
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: whole(600, 1, 10_000_000).describe(
    'Requests all users of a tenant may send in any minute.',
  ),
  FOOTNOTE_ANSWER_CACHE_MINUTES: whole(15, 0, 1_440).describe(
    'How long an answer may be given again; 0 turns the cache off.',
  ),
  FOOTNOTE_SESSION_HOURS: whole(24, 1, 720).describe('How long a browser stays signed in at most.'),
  FOOTNOTE_SESSION_IDLE_HOURS: whole(8, 1, 720).describe('How long a browser stays signed in without being used.'),
  FOOTNOTE_FAILED_SIGN_INS_PER_MINUTE: whole(30, 1, 100_000).describe(
    'Requests with a wrong credential that one address may send in any minute.',
  ),
  FOOTNOTE_USER_TOKENS_PER_DAY: whole(0, 0, 1_000_000_000).describe(
    'Model tokens that each user may use per day, unless a budget of their own is set; 0 for no limit.',
  ),
  FOOTNOTE_TENANT_TOKENS_PER_DAY: whole(0, 0, 1_000_000_000_000).describe(
    'Model tokens that a tenant may use per day, unless a budget of its own is set; 0 for no limit.',
  ),
  FOOTNOTE_MAX_UPLOAD_MB: whole(100, 1, 4_096).describe('Largest file in megabytes.'),
  FOOTNOTE_MAX_QUEUED_DOCUMENTS: whole(10_000, 1, 10_000_000).describe(
    'Documents of a tenant that may wait to be read; from then on uploads are asked to come again later.',
  ),
  FOOTNOTE_DEAD_LETTER_ALERT: whole(10, 0, 1_000_000).describe(
    'More dead letters than this raise an alert: a metric, a warning in the log, and the webhook.',
  ),
  FOOTNOTE_DEAD_LETTER_WEBHOOK: optionalUrl().describe('Address that is told when this alert is raised and cleared.'),
  FOOTNOTE_EVALUATION_AT: z
    .string()
    .regex(/^(off|([01]\d|2[0-3]):[0-5]\d)$/, 'write a time like 03:00, or off')
    .default('03:00')
    .describe('When the golden questions are asked every night (UTC), to see whether answers got worse; or off.'),
  FOOTNOTE_PARSER_SLOTS: whole(Math.max(1, Math.min(4, availableParallelism())), 1, 64).describe(
    'How many documents are read at the same time.',
  ),
  FOOTNOTE_OCR: z
    .enum(['off', 'auto', 'force'])
    .default('auto')
    .describe(
      'Recognise text in PNG and JPEG files and in images of pages of PDF files: off, auto (only pages without text that can be read), or force (every page).',
    ),
  FOOTNOTE_OCR_LANGUAGES: list('eng')
    .pipe(z.array(z.string().regex(/^[a-z]{3}(_[a-z]+)*$/, 'write codes like "eng,deu,chi_sim"')).min(1))
    .describe(
      'Languages to recognise, separated by commas; each but eng needs the npm package @tesseract.js-data/<language>.',
    ),
  FOOTNOTE_SOFFICE: z
    .string()
    .default('auto')
    .describe(
      'LibreOffice, which converts .doc, .xls and .ppt so that they can be read: auto (where it is usually installed), off, or the path of soffice.',
    ),
  FOOTNOTE_PII: z
    .enum(['off', 'detect', 'redact'])
    .default('off')
    .describe(
      'Personal data in the text of documents added from now on: off, detect (count it), or redact (replace it before anything is stored or searched; the original file stays as it is).',
    ),
  FOOTNOTE_PII_KINDS: list('email,phone,card,iban,id,ip')
    .pipe(z.array(z.enum(PERSONAL_DATA_KINDS)).min(1))
    .describe(`What counts as personal data, separated by commas: ${PERSONAL_DATA_KINDS.join(', ')}.`),
  FOOTNOTE_UNSUPPORTED: z
    .enum(['drop', 'mark'])
    .default('drop')
    .describe(
      'Sentences of a model that add numbers, names or a "not" to the passage they cite, or share too little with it: drop them, or mark them as not confirmed.',
    ),
  FOOTNOTE_BLOCKED_TOPICS: list().describe(
    'Phrases that must not be asked about, separated by commas; a question that holds all words of one, in any order and form, is refused.',
  ),
  FOOTNOTE_INJECTION_SCAN: onOff('on').describe(
    'Mark passages of documents added from now on that talk to a language model instead of to a reader. They stay searchable; administrators see how many there are, and models are told to distrust them.',
  ),
})

/** The environment after it was read: what was not set has its default. */
export type Settings = z.output<typeof Environment>

export interface Config {
  /** What the environment set, by name: for showing where a value comes from, never for acting on it. */
  readonly given: Readonly<Record<string, string | undefined>>
  readonly roles: readonly HostableRole[]
  readonly peers: Readonly<Partial<Record<HostableRole, string>>>
  readonly home: string
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  /** The server that the commands talk to, when it is not the one of this home. */
  readonly server: string | undefined
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Null sends traces and metrics nowhere. */
  readonly delivery: DeliveryConfig
  readonly otlp: OtlpConfig | null
  readonly loadSamples: boolean
  readonly serveWeb: boolean
  readonly tenantId: string
  readonly databaseUrl: string | undefined
  readonly blobsFolder: string | undefined
  /** Null keeps the originals in a folder. */
  readonly azureBlobs: (AzureAccess & { readonly container: string }) | null
  /** Null copies checkpoints of the audit into a folder, or nowhere. */
  readonly auditContainer: (AzureAccess & { readonly container: string }) | null
  /** Null sends jobs and events through the database. */
  readonly serviceBus: AzureAccess | null
  readonly indexFolder: string | undefined
  /** Null keeps the index in a folder, unless `azureSearch` is there. */
  readonly azureIndex: (AzureAccess & { readonly uri: string }) | null
  readonly azureSearch: AzureSearchConfig | null
  readonly secretsFolder: string | undefined
  /** The first signs; all are believed. */
  readonly internalSecrets: readonly string[] | undefined
  readonly redisUrl: string | undefined
  readonly trustedProxies: readonly string[]
  readonly identity: {
    readonly local: boolean
    readonly entra: EntraConfig | undefined
    readonly oidc: OidcConfig | undefined
    /** Microsoft Graph, which knows groups, and libraries of SharePoint. */
    readonly graphUrl: string
    /** Role of a provider, or `group:<id>`, to the role it gives here. */
    readonly roleMap: ReadonlyMap<string, Role>
  }
  /** Undefined when answers are quotations. */
  readonly chat: ChatConfig | undefined
  /** Null for the built-in word vectors. */
  readonly embedding: EmbeddingConfig | null
  /** Null leaves the order to the rules that are built in. */
  readonly reranker: RerankerConfig | null
  /** Whether questions that ask for the same share a search. */
  readonly reusesSearches: boolean
  readonly limits: {
    readonly userRequestsPerMinute: number
    readonly tenantRequestsPerMinute: number
    readonly answerCacheLifetimeInMs: number
    readonly sessionLifetimeInMs: number
    readonly sessionIdleLifetimeInMs: number
    readonly failedSignInsPerMinute: number
    /** 0 for no limit. */
    readonly userTokensPerDay: number
    readonly tenantTokensPerDay: number
    readonly maximumUploadBytes: number
    readonly maximumQueuedDocuments: number
  }
  readonly records: RecordsConfig
  readonly deadLetterAlert: {
    /** Raised when there are more dead letters than this. */
    readonly above: number
    readonly webhook: string | undefined
  }
  readonly parserSlots: number
  readonly recognition: {
    readonly mode: 'off' | 'auto' | 'force'
    /** Codes as Tesseract knows them. */
    readonly languages: readonly string[]
  }
  /** `auto`, `off`, or the path of LibreOffice. */
  readonly soffice: string
  /** Phrases that must not be asked about. */
  readonly blockedTopics: readonly string[]
  /** What becomes of sentences of a model that their passages do not carry. */
  readonly unsupported: 'drop' | 'mark'
  /** When the golden questions are asked, in minutes after midnight (UTC); null for never. */
  readonly nightlyAtMinute: number | null
  /** Mark passages that talk to a model. */
  readonly injectionScan: boolean
  /** What to do about personal data in documents; null to leave it alone. */
  readonly redaction: { readonly mode: 'detect' | 'redact'; readonly kinds: readonly PersonalDataKind[] } | null
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
  const complaints = new Set([
    ...invalid,
    ...missingBeside(present),
    ...contradictions(present),
    ...missingForRoles(parsed.data),
    ...missingForIndex(parsed.data),
    ...missingForAudit(parsed.data),
  ])
  if (parsed.success && complaints.size === 0) return { given: onlySettings(present), ...configOf(parsed.data) }
  throw new ConfigError(
    `These settings need attention (see docs/configuration.md):\n${Array.from(complaints).join('\n')}`,
  )
}

function onlySettings(present: Readonly<Record<string, string | undefined>>): Config['given'] {
  return Object.fromEntries(Object.entries(present).filter(([name]) => name in Environment.shape))
}

/** Behind a gateway of another process the auth role cannot know the address that people see. */
function missingForRoles(env: Settings | undefined): readonly string[] {
  if (env === undefined || !env.ROLES.includes('auth') || env.ROLES.includes('gateway')) return []
  if (env.FOOTNOTE_PUBLIC_URL !== undefined || !env.FOOTNOTE_LOCAL_SIGN_IN) return []
  return ['  FOOTNOTE_PUBLIC_URL: name the address of the gateway, where people sign in']
}

function missingForIndex(env: Settings | undefined): readonly string[] {
  if (env === undefined || !isInStorageAccount(env.FOOTNOTE_INDEX_FOLDER) || azureIndexOf(env) !== null) return []
  return ['  FOOTNOTE_BLOBS_CONNECTION_STRING: give the storage account that FOOTNOTE_INDEX_FOLDER is in']
}

function missingForAudit(env: Settings | undefined): readonly string[] {
  if (env?.FOOTNOTE_AUDIT_COPIES_CONTAINER === undefined || auditContainerOf(env) !== null) return []
  return ['  FOOTNOTE_BLOBS_CONNECTION_STRING: give the storage account that FOOTNOTE_AUDIT_COPIES_CONTAINER is in']
}

function configOf(env: Settings): Omit<Config, 'given'> {
  return {
    roles: env.ROLES,
    peers: peersOf(env),
    home: resolve(env.FOOTNOTE_HOME),
    host: env.FOOTNOTE_HOST,
    port: env.FOOTNOTE_PORT,
    publicUrl: env.FOOTNOTE_PUBLIC_URL,
    server: env.FOOTNOTE_SERVER,
    logLevel: env.FOOTNOTE_LOG_LEVEL,
    delivery: deliveryOf(env),
    otlp: otlpOf(env, env.ROLES, HOSTABLE_ROLES.length),
    loadSamples: env.FOOTNOTE_SAMPLES,
    serveWeb: env.FOOTNOTE_WEB,
    tenantId: env.FOOTNOTE_TENANT,
    databaseUrl: env.FOOTNOTE_DATABASE_URL,
    blobsFolder: absolute(env.FOOTNOTE_BLOBS_FOLDER),
    azureBlobs: azureBlobsOf(env),
    auditContainer: auditContainerOf(env),
    serviceBus: azureAccess(env.FOOTNOTE_SERVICE_BUS_CONNECTION_STRING, env.FOOTNOTE_SERVICE_BUS_NAMESPACE),
    indexFolder: isInStorageAccount(env.FOOTNOTE_INDEX_FOLDER) ? undefined : absolute(env.FOOTNOTE_INDEX_FOLDER),
    azureIndex: azureIndexOf(env),
    azureSearch: azureSearchOf(env),
    secretsFolder: absolute(env.FOOTNOTE_SECRETS_FOLDER),
    internalSecrets: env.FOOTNOTE_INTERNAL_SECRET,
    redisUrl: env.FOOTNOTE_REDIS_URL,
    trustedProxies: env.FOOTNOTE_TRUSTED_PROXIES,
    identity: identityOf(env),
    chat: chatOf(env),
    embedding: embeddingOf(env),
    reranker: rerankerOf(env),
    reusesSearches: env.FOOTNOTE_SEMANTIC_CACHE,
    limits: {
      userRequestsPerMinute: env.FOOTNOTE_REQUESTS_PER_MINUTE,
      tenantRequestsPerMinute: env.FOOTNOTE_TENANT_REQUESTS_PER_MINUTE,
      answerCacheLifetimeInMs: env.FOOTNOTE_ANSWER_CACHE_MINUTES * 60_000,
      sessionLifetimeInMs: env.FOOTNOTE_SESSION_HOURS * 3_600_000,
      sessionIdleLifetimeInMs: env.FOOTNOTE_SESSION_IDLE_HOURS * 3_600_000,
      failedSignInsPerMinute: env.FOOTNOTE_FAILED_SIGN_INS_PER_MINUTE,
      userTokensPerDay: env.FOOTNOTE_USER_TOKENS_PER_DAY,
      tenantTokensPerDay: env.FOOTNOTE_TENANT_TOKENS_PER_DAY,
      maximumUploadBytes: env.FOOTNOTE_MAX_UPLOAD_MB * 1_048_576,
      maximumQueuedDocuments: env.FOOTNOTE_MAX_QUEUED_DOCUMENTS,
    },
    records: recordsOf(env),
    deadLetterAlert: { above: env.FOOTNOTE_DEAD_LETTER_ALERT, webhook: env.FOOTNOTE_DEAD_LETTER_WEBHOOK },
    parserSlots: env.FOOTNOTE_PARSER_SLOTS,
    recognition: { mode: env.FOOTNOTE_OCR, languages: env.FOOTNOTE_OCR_LANGUAGES },
    soffice: env.FOOTNOTE_SOFFICE,
    blockedTopics: env.FOOTNOTE_BLOCKED_TOPICS,
    unsupported: env.FOOTNOTE_UNSUPPORTED,
    nightlyAtMinute: minuteOf(env.FOOTNOTE_EVALUATION_AT),
    injectionScan: env.FOOTNOTE_INJECTION_SCAN,
    redaction: env.FOOTNOTE_PII === 'off' ? null : { mode: env.FOOTNOTE_PII, kinds: env.FOOTNOTE_PII_KINDS },
  }
}

function peersOf(env: Settings): Config['peers'] {
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

/** Minutes after midnight of a time like 03:00; null for "off". */
function minuteOf(time: string): number | null {
  const [hours = '', minutes] = time.split(':')
  return minutes === undefined ? null : Number(hours) * 60 + Number(minutes)
}

function identityOf(env: Settings): Config['identity'] {
  return {
    local: env.FOOTNOTE_LOCAL_SIGN_IN,
    entra: entraOf(env),
    oidc: oidcOf(env),
    graphUrl: env.FOOTNOTE_ENTRA_GRAPH_URL,
    roleMap: new Map(env.FOOTNOTE_ROLE_MAP),
  }
}
