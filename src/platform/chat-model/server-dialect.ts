import { APIError } from 'openai'

/** What servers of one protocol want differently. */
export interface ServerDialect {
  /** Newer models of OpenAI refuse the old name, most other servers know only that. */
  readonly answerLimit: 'max_tokens' | 'max_completion_tokens'
  /** False leaves it to the server: reasoning models refuse any value. */
  readonly temperature: boolean
  /** False for servers that refuse to be asked for the usage; it is then counted here. */
  readonly usage: boolean
}

export const USUAL_DIALECT: ServerDialect = { answerLimit: 'max_tokens', temperature: true, usage: true }

/** The dialect to try next after a server refused a parameter of this one, or null when the refusal is about something else. */
export function dialectAfter(error: unknown, used: ServerDialect): ServerDialect | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null
  const refused = (parameter: string) => error.param === parameter || error.message.includes(`'${parameter}'`)
  if (used.answerLimit === 'max_tokens' && refused('max_tokens'))
    return { ...used, answerLimit: 'max_completion_tokens' }
  if (used.temperature && refused('temperature')) return { ...used, temperature: false }
  if (used.usage && refused('stream_options')) return { ...used, usage: false }
  return null
}
