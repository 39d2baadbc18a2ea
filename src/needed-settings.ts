/** Settings that are needed because others are there. */
const NEEDED_BESIDE: readonly (readonly [present: string, needed: string, sentence: string])[] = [
  ['FOOTNOTE_CHAT_BASE_URL', 'FOOTNOTE_CHAT_MODEL', 'name a model that the server at FOOTNOTE_CHAT_BASE_URL offers'],
  ['FOOTNOTE_CHAT_FALLBACK_MODEL', 'FOOTNOTE_CHAT_BASE_URL', 'name the server of the model that it stands in for'],
  ['FOOTNOTE_CHAT_FALLBACK_BASE_URL', 'FOOTNOTE_CHAT_FALLBACK_MODEL', 'name a model that this server offers'],
  ['FOOTNOTE_CHAT_FALLBACK_API_KEY', 'FOOTNOTE_CHAT_FALLBACK_BASE_URL', 'name the server that this key is for'],
  ['FOOTNOTE_ENTRA_TENANTS', 'FOOTNOTE_ENTRA_API_CLIENT_ID', 'name the app registration of the API'],
  ['FOOTNOTE_ENTRA_CLIENT_ID', 'FOOTNOTE_ENTRA_CLIENT_SECRET', 'give the secret of FOOTNOTE_ENTRA_CLIENT_ID'],
  ['FOOTNOTE_ENTRA_CLIENT_ID', 'FOOTNOTE_PUBLIC_URL', 'name the address to which Entra sends people back'],
  ['FOOTNOTE_ENTRA_API_CLIENT_ID', 'FOOTNOTE_ENTRA_TENANTS', 'list the ids of the tenants whose people may come in'],
  ['FOOTNOTE_ENTRA_CLIENT_ID', 'FOOTNOTE_ENTRA_TENANTS', 'list the ids of the tenants whose people may come in'],
  ['FOOTNOTE_ENTRA_CLIENT_SECRET', 'FOOTNOTE_ENTRA_CLIENT_ID', 'name the app registration that has this secret'],
  ['FOOTNOTE_ENTRA_ACCEPT_V1', 'FOOTNOTE_ENTRA_API_CLIENT_ID', 'name the app registration of the API'],
  ['FOOTNOTE_OIDC_ISSUER', 'FOOTNOTE_OIDC_AUDIENCE', 'name the audience of its access tokens'],
  ['FOOTNOTE_OIDC_AUDIENCE', 'FOOTNOTE_OIDC_ISSUER', 'name the provider that gives tokens for FOOTNOTE_OIDC_AUDIENCE'],
  ['FOOTNOTE_OIDC_CLIENT_SECRET', 'FOOTNOTE_OIDC_CLIENT_ID', 'name the client that has this secret'],
  ['FOOTNOTE_OIDC_CLIENT_ID', 'FOOTNOTE_OIDC_CLIENT_SECRET', 'give the secret of FOOTNOTE_OIDC_CLIENT_ID'],
  ['FOOTNOTE_OIDC_CLIENT_ID', 'FOOTNOTE_OIDC_ISSUER', 'name the provider that knows FOOTNOTE_OIDC_CLIENT_ID'],
  ['FOOTNOTE_OIDC_CLIENT_ID', 'FOOTNOTE_PUBLIC_URL', 'name the address to which the provider sends people back'],
  ['FOOTNOTE_SEARCH_API_KEY', 'FOOTNOTE_SEARCH_ENDPOINT', 'name the service that this is a key of'],
  [
    'FOOTNOTE_EMBEDDING_BASE_URL',
    'FOOTNOTE_EMBEDDING_MODEL',
    'name a model that the server at FOOTNOTE_EMBEDDING_BASE_URL offers',
  ],
  ['FOOTNOTE_EMBEDDING_MODEL', 'FOOTNOTE_EMBEDDING_BASE_URL', 'name the server that offers FOOTNOTE_EMBEDDING_MODEL'],
  ['FOOTNOTE_EMBEDDING_API_KEY', 'FOOTNOTE_EMBEDDING_BASE_URL', 'name the server that this key is for'],
  ['FOOTNOTE_EMBEDDING_DIMENSIONS', 'FOOTNOTE_EMBEDDING_BASE_URL', 'name the server to ask for vectors of this size'],
  ['FOOTNOTE_SMTP_URL', 'FOOTNOTE_MAIL_FROM', 'name the address that letters come from'],
  ['FOOTNOTE_MAIL_FROM', 'FOOTNOTE_SMTP_URL', 'name the mail server that sends the letters'],
  ['FOOTNOTE_RERANKER_URL', 'FOOTNOTE_RERANKER_MODEL', 'name a model that the server at FOOTNOTE_RERANKER_URL offers'],
  ['FOOTNOTE_RERANKER_MODEL', 'FOOTNOTE_RERANKER_URL', 'name the server that offers FOOTNOTE_RERANKER_MODEL'],
  ['FOOTNOTE_RERANKER_API_KEY', 'FOOTNOTE_RERANKER_URL', 'name the server that this key is for'],
]

/** Settings of which only one can hold. */
const EITHER_OR: readonly (readonly [one: string, other: string, sentence: string])[] = [
  [
    'FOOTNOTE_EMBEDDING_MODEL_FOLDER',
    'FOOTNOTE_EMBEDDING_BASE_URL',
    'set this or FOOTNOTE_EMBEDDING_BASE_URL, not both',
  ],
  [
    'FOOTNOTE_AUDIT_COPIES_FOLDER',
    'FOOTNOTE_AUDIT_COPIES_CONTAINER',
    'set this or FOOTNOTE_AUDIT_COPIES_CONTAINER, not both',
  ],
  ['FOOTNOTE_RERANKER_MODEL_FOLDER', 'FOOTNOTE_RERANKER_URL', 'set this or FOOTNOTE_RERANKER_URL, not both'],
]

/** A line for every setting that is missing beside one that is there. */
export function missingBeside(present: Readonly<Record<string, string | undefined>>): readonly string[] {
  return NEEDED_BESIDE.filter(([one, other]) => present[one] !== undefined && present[other] === undefined).map(
    ([, other, sentence]) => `  ${other}: ${sentence}`,
  )
}

/** A line for every two settings that contradict each other. */
export function contradictions(present: Readonly<Record<string, string | undefined>>): readonly string[] {
  return EITHER_OR.filter(([one, other]) => present[one] !== undefined && present[other] !== undefined).map(
    ([one, , sentence]) => `  ${one}: ${sentence}`,
  )
}
