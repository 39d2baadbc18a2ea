import type { FastifyReply } from 'fastify'

/** Carries how many model tokens an answer took to the gateway's log; the gateway takes it off. */
export const TOKEN_USAGE_HEADER = 'x-footnote-token-usage'

/** Note the tokens of an answer that is sent as one object. */
export function noteTokenUsage(
  reply: FastifyReply,
  { prompt, completion }: { readonly prompt: number; readonly completion: number },
): void {
  reply.header(TOKEN_USAGE_HEADER, `${prompt}+${completion}`)
}

/** The tokens that were noted, or null. */
export function notedTokenUsage(header: unknown): { readonly prompt: number; readonly completion: number } | null {
  const [, prompt, completion] = /^(\d{1,9})\+(\d{1,9})$/.exec(String(header)) ?? []
  return prompt === undefined ? null : { prompt: Number(prompt), completion: Number(completion) }
}
