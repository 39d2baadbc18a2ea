import { isProblem, problem } from '../contracts/errors.ts'
import type { ProviderName } from './identity-provider.ts'
import { type RefusalReason, TokenRefused } from './refusal.ts'

const UNREADABLE = 'The token of the provider could not be confirmed; an administrator finds the reason in the log.'

/** What to do about each reason, by the people who can do it. */
const SENTENCES: Readonly<Partial<Record<RefusalReason, string>>> = {
  issuer:
    'Your organisation is not set up here. Use an account of one that is, or ask the administrators of this installation to add yours.',
  audience:
    'The provider gave a token that is for another API. The administrators of this installation should compare the client id of the API in the settings with that of its registration.',
  'wrong-kind':
    'The provider gave a token of another kind than this installation takes. Its administrators should look at the token version in the registration of the API.',
  scope:
    'The provider did not give the permission to use Footnote. An administrator of your organisation should grant it.',
  expired: 'The token of the provider was over at once. The clock of this server, or of the provider, is not right.',
}

/**
 * Why somebody who signed in at a provider gets no session. Whoever sends a token is told one sentence for every reason; this
 * token came from the provider itself, for the person in front of the page.
 */
export function explainRefusal(error: unknown, provider: ProviderName): unknown {
  if (!isProblem(error)) return error
  const reason = error.cause instanceof TokenRefused ? error.cause.reason : null
  if (error.code === 'token-expired')
    return problem('not-authenticated', SENTENCES.expired ?? UNREADABLE, { cause: error })
  if (error.code !== 'not-authenticated' || reason === null) return error
  const detail = provider === 'local' ? UNREADABLE : (SENTENCES[reason] ?? UNREADABLE)
  return problem('not-authenticated', detail, { cause: error })
}
