import type { IdentityProvider } from '../auth/identity-provider.ts'
import type { TokenVerifier } from '../auth/verify-token.ts'
import { type ProblemError, problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import { principalFor } from './call-contexts.ts'

/** A provider that says what a test tells it to. Its refresh tokens work once, as those of real ones do. */
export interface ScriptedProvider extends IdentityProvider {
  /** Tokens that it gave, as the verifier of this API understands them. */
  readonly verifyToken: TokenVerifier
  /** What it says of the person from now on; null refuses, an error is that it cannot be reached. */
  answer: Partial<Principal> | null | ProblemError
  readonly timesAsked: () => number
}

const HOUR_IN_MS = 3_600_000

export function createScriptedProvider(): ScriptedProvider {
  let asked = 0
  let current = 'refresh-0'
  const provider: ScriptedProvider = {
    name: 'oidc',
    label: 'Sign in elsewhere',
    answer: {},
    timesAsked: () => asked,
    authorizationUrl: async () => new URL('https://provider.example.org/'),
    exchange: async () => ({ accessToken: JSON.stringify(provider.answer), refreshToken: current }),
    refresh: async (refreshToken) => {
      asked += 1
      const { answer } = provider
      if (answer instanceof Error) throw answer
      if (answer === null || refreshToken !== current) return null
      current = `refresh-${asked}`
      return { accessToken: JSON.stringify(answer), refreshToken: current }
    },
    endSessionUrl: async () => null,
    verifyToken: async (token, now) => ({
      principal: principalFor(JSON.parse(token) as Partial<Principal>),
      issuedAt: new Date(now),
      expiresAt: new Date(now + HOUR_IN_MS),
    }),
  }
  return provider
}

/** The error of a provider that cannot be reached. */
export function providerIsDown(): ProblemError {
  return problem('service-unavailable', 'The provider cannot be reached.')
}
