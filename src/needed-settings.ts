/** Settings that are needed because others are there. */
const NEEDED_BESIDE: readonly (readonly [present: string, needed: string, sentence: string])[] = [
  ['FOOTNOTE_CHAT_BASE_URL', 'FOOTNOTE_CHAT_MODEL', 'name a model that the server at FOOTNOTE_CHAT_BASE_URL offers'],
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
]

/** A line for every setting that is missing beside one that is there. */
export function missingBeside(present: Readonly<Record<string, string | undefined>>): readonly string[] {
  return NEEDED_BESIDE.filter(([one, other]) => present[one] !== undefined && present[other] === undefined).map(
    ([, other, sentence]) => `  ${other}: ${sentence}`,
  )
}
