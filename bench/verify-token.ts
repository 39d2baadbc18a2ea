import { entraTokens } from '../src/auth/entra-tokens.ts'
import { createGroupDirectory } from '../src/auth/group-overage.ts'
import { createTokenVerifier, type TokenVerifier } from '../src/auth/verify-token.ts'
import { systemClock } from '../src/contracts/call-context.ts'
import {
  ENTRA_AUTHORITY,
  GRAPH_URL,
  newProviderKeys,
  startEntraLikeProvider,
} from '../src/testing/entra-like-provider.ts'

/** How long it takes to verify an access token of Entra (RS256): the first time, and when it comes again. */
const TOKENS = 2_000
const REPETITIONS = 200_000
const TENANT = '11111111-1111-4111-8111-111111111111'
const API = '33333333-3333-4333-8333-333333333333'

await using entra = await startEntraLikeProvider(systemClock, await newProviderKeys())
const { fetch } = entra
const options = { graphUrl: GRAPH_URL, authority: ENTRA_AUTHORITY, client: undefined, fetch }
const verify: TokenVerifier = createTokenVerifier([
  entraTokens({
    tenants: [TENANT],
    authority: ENTRA_AUTHORITY,
    apiClientId: API,
    apiAppIdUri: undefined,
    acceptV1: false,
    roleMap: new Map(),
    directory: createGroupDirectory(options),
    fetch,
  }),
])
const claims = { iss: `${ENTRA_AUTHORITY}/${TENANT}/v2.0`, aud: API, ver: '2.0', tid: TENANT, scp: 'Footnote.Ask' }
const groups = Array.from({ length: 20 }, (_, i) => `77777777-7777-4777-8777-${String(i).padStart(12, '0')}`)
const tokens = await Promise.all(
  Array.from({ length: TOKENS + 1 }, () =>
    entra.sign({ ...claims, groups, oid: crypto.randomUUID(), roles: ['Reader'] }),
  ),
)
const [warmUp = '', ...fresh] = tokens
await verify(warmUp, Date.now())

const cold = await perSecond(TOKENS, (i) => verify(fresh[i] ?? '', Date.now()))
const repeated = await perSecond(REPETITIONS, (i) => verify(fresh[i % TOKENS] ?? '', Date.now()))
console.log(
  JSON.stringify({
    cold_per_second: Math.round(cold),
    cold_in_microseconds: Math.round(1e6 / cold),
    repeated_per_second: Math.round(repeated),
    repeated_in_microseconds: Math.round(1e7 / repeated) / 10,
    token_length: warmUp.length,
  }),
)

async function perSecond(times: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  for (let i = 0; i < times; i += 1) await work(i)
  return (times * 1000) / (performance.now() - startedAt)
}
