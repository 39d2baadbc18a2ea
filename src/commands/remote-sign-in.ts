import * as openid from 'openid-client'
import { ASK_SCOPE, CLI_CLIENT, PROVIDER_PATH, RESOURCE } from '../auth/local-provider-names.ts'
import type { SignIn, StoredSignIns } from './stored-sign-ins.ts'

/** A token is renewed this long before its end, so that it does not end on the way. */
const RENEW_BEFORE_IN_MS = 60_000
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The address of a server without what does not belong to it. Throws where passwords or tokens could be read on the way. */
export function serverAddress(given: string): string {
  const url = URL.parse(given)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error('Give the address of the server, like https://footnote.example.org.')
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
    throw new Error('Use the https address of the server: your sign-in could be read on the way.')
  return url.href.replace(/\/$/, '')
}

/** Sign this command line in: a person confirms a code in any browser (RFC 8628). */
export async function signInByDevice(server: string, show: (address: string, code: string) => void): Promise<SignIn> {
  const configuration = await providerOf(server)
  const device = await openid.initiateDeviceAuthorization(configuration, {
    scope: `openid offline_access ${ASK_SCOPE}`,
    resource: RESOURCE,
  })
  show(device.verification_uri, device.user_code)
  try {
    return signInOf(await openid.pollDeviceAuthorizationGrant(configuration, device, { resource: RESOURCE }), null)
  } catch (cause) {
    const denied = cause instanceof openid.ResponseBodyError && cause.error === 'access_denied'
    const reason = denied ? 'It was refused in the browser.' : 'The code was not confirmed in time.'
    throw new Error(`Not signed in. ${reason}`, { cause })
  }
}

/** A valid access token for a server, renewed when needed. Throws one sentence when nobody is signed in there. */
export async function accessTokenFor(server: string, stored: StoredSignIns, refused: string | null): Promise<string> {
  const isGood = ({ access_token, expires_at }: SignIn) =>
    access_token !== refused && expires_at - RENEW_BEFORE_IN_MS > Date.now()
  const known = await stored.get(server)
  if (known !== null && isGood(known)) return known.access_token
  const renewed = await stored.update(server, async (current) => {
    // Another command may have renewed it while this one waited.
    if (current === null || isGood(current)) return current
    return renew(server, current)
  })
  if (renewed === null) throw new Error(`You are not signed in there; run "npx footnote login --server ${server}".`)
  return renewed.access_token
}

/** Tell the server that a sign-in is not used any more. */
export async function revoke(server: string, { refresh_token }: SignIn): Promise<void> {
  await openid.tokenRevocation(await providerOf(server), refresh_token)
}

async function renew(server: string, { refresh_token }: SignIn): Promise<SignIn | null> {
  try {
    return signInOf(await openid.refreshTokenGrant(await providerOf(server), refresh_token), refresh_token)
  } catch (error) {
    if (error instanceof openid.ResponseBodyError && error.status < 500) return null
    throw error
  }
}

async function providerOf(server: string): Promise<openid.Configuration> {
  const execute = server.startsWith('http:') ? [openid.allowInsecureRequests] : []
  try {
    return await openid.discovery(new URL(`${server}${PROVIDER_PATH}`), CLI_CLIENT, undefined, openid.None(), {
      execute,
    })
  } catch (cause) {
    throw new Error(
      `Nobody can sign in at ${server} from a command line. Check the address; it must be the one that people use in their browsers.`,
      { cause },
    )
  }
}

function signInOf(
  reply: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers,
  earlier: string | null,
): SignIn {
  const refresh_token = reply.refresh_token ?? earlier
  if (refresh_token === null) throw new Error('The server gave no lasting sign-in.')
  const lifetimeInSeconds = reply.expiresIn() ?? 0
  return { access_token: reply.access_token, refresh_token, expires_at: Date.now() + lifetimeInSeconds * 1000 }
}
