/** Where the local provider answers, below the address of this installation. */
export const PROVIDER_PATH = '/auth/provider'
/** Where it sends people to sign in. */
export const INTERACTION_PATH = '/auth/interaction'
/** The client that signs browsers in: this installation itself. */
export const WEB_CLIENT = 'footnote-web'
/** The client that signs command lines in. */
export const CLI_CLIENT = 'footnote-cli'
/** This API, as the resource that tokens are for (RFC 8707 asks for a URI; tokens carry the audience "footnote"). */
export const RESOURCE = 'urn:footnote:api'
export const ASK_SCOPE = 'Footnote.Ask'
/** The provider's own memory of a browser; ours is the session cookie. */
export const PROVIDER_COOKIE = 'footnote_provider'
export const PROVIDER_COOKIE_PATH = '/auth'
