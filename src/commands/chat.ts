import { createInterface } from 'node:readline/promises'
import pc from 'picocolors'
import { askStream } from '../client/ask-stream.ts'
import { dataOf } from '../client/footnote-client.ts'
import { RequestFailed } from '../client/request-failed.ts'
import type { Config } from '../config.ts'
import type { AnswerEnvelope, AnswerPart } from '../contracts/orchestration.ts'
import type { ApiClient } from './api-client.ts'
import { printWhereFrom } from './ask.ts'
import { withClient } from './with-client.ts'

const PROMPT = '> '

/** What is typed and where the answers go; the terminal, or what stands for it. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }
  readonly output: NodeJS.WritableStream
}

/**
 * Hold a conversation on the command line: each line is a question, its answer is printed as it arrives. A question that
 * fails is told, and the conversation goes on.
 */
export async function chatCommand(
  config: Config,
  conversation: string | undefined,
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<void> {
  await withClient(config, async (client) => {
    const id = conversation ?? (await dataOf(client.POST('/api/conversations', { body: {} }))).id
    const asked = await askEach(client, id, terminal)
    if (asked > 0) console.log(pc.dim(`\nTo go on later: npx footnote chat --conversation ${id}`))
    else if (conversation === undefined) await client.DELETE('/api/conversations/{id}', { params: { path: { id } } })
  })
}

/** Ask each line that is typed; returns how many there were. */
async function askEach(client: ApiClient, conversation: string, { input, output }: Terminal): Promise<number> {
  const isTyped = input.isTTY === true
  const lines = createInterface({ input, output, terminal: isTyped, prompt: PROMPT })
  let answering = new AbortController()
  lines.on('SIGINT', () => (answering.signal.aborted ? lines.close() : answering.abort()))
  let asked = 0
  answering.abort()
  if (isTyped) lines.prompt()
  for await (const line of lines) {
    if (line.trim() === '' && isTyped) break
    if (line.trim() !== '') {
      if (!isTyped) output.write(`${PROMPT}${line}\n`)
      answering = new AbortController()
      await printAnswer(askStream(client, { query: line, conversation_id: conversation }, answering.signal), output)
      answering.abort()
      asked += 1
    }
    if (isTyped) lines.prompt()
  }
  return asked
}

async function printAnswer(parts: AsyncIterable<AnswerPart>, output: NodeJS.WritableStream): Promise<void> {
  try {
    const envelope = await printParts(parts, output)
    output.write('\n')
    if (envelope !== null) printWhereFrom(envelope)
    output.write('\n')
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') output.write(`${pc.dim(' (stopped)')}\n`)
    else if (error instanceof RequestFailed) output.write(`${pc.red(error.problem.title)}. ${error.problem.detail}\n`)
    else throw error
  }
}

async function printParts(
  parts: AsyncIterable<AnswerPart>,
  output: NodeJS.WritableStream,
): Promise<AnswerEnvelope | null> {
  let envelope: AnswerEnvelope | null = null
  let isBegun = false
  for await (const part of parts) {
    if (part.type === 'text-delta') {
      output.write(isBegun ? part.text : `\n${part.text}`)
      isBegun = true
    }
    if (part.type === 'answer-end') envelope = part.answer
    if (part.type === 'error') output.write(`\n${pc.red('The answer broke off')}: ${part.detail}`)
  }
  return envelope
}
