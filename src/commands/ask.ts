import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { AnswerEnvelope, Citation } from '../contracts/orchestration.ts'
import { plainLine } from './plain-line.ts'
import { withClient } from './with-client.ts'

export interface AskOptions {
  readonly json: boolean
  readonly topK: number | undefined
  /** The conversation that the question belongs to. */
  readonly conversation: string | undefined
}

/** Ask a question and print the answer with its footnotes. */
export async function askCommand(
  config: Config,
  question: string,
  { json, topK, conversation }: AskOptions,
): Promise<void> {
  const body = { query: question, top_k: topK, conversation_id: conversation }
  const envelope = await withClient(config, (client) => dataOf(client.POST('/api/ask', { body })))
  if (json) {
    console.log(JSON.stringify(envelope))
    return
  }
  console.log(`\n${envelope.answer}\n`)
  printWhereFrom(envelope)
}

/** Print what stands below an answer: footnotes or nearest passages, how sure it is and how it was made. */
export function printWhereFrom(envelope: AnswerEnvelope): void {
  for (const citation of envelope.citations)
    console.log(`  ${pc.cyan(`[${citation.number}]`)} ${placeOf(citation)}\n      ${pc.dim(`"${citation.quote}"`)}`)
  if (envelope.standalone_question !== undefined)
    console.log(pc.dim(`\nUnderstood as: ${plainLine(envelope.standalone_question)}`))
  if (envelope.outcome === 'abstained') {
    printNearest(envelope)
    return
  }
  const { mode, model, fallback_reason } = envelope.made_by
  const how = mode === 'model' ? `written by ${model}` : 'quoted from the documents'
  const why = fallback_reason === null ? '' : `; ${fallback_reason}`
  console.log(pc.dim(`\nConfidence ${envelope.confidence.toFixed(2)} (${envelope.confidence_level}), ${how}${why}.`))
}

function printNearest({ nearest_passages, unreadable_documents }: AnswerEnvelope): void {
  console.log(
    pc.dim(
      nearest_passages.length === 0
        ? 'Nothing that you may read was found. Add documents with: npx footnote ingest <paths>'
        : 'The nearest passages, none of which answers it:',
    ),
  )
  for (const { title, page, text } of nearest_passages) {
    const words = pc.dim(text.replace(/\s+/g, ' ').slice(0, 160))
    console.log(`  ${title}${page === null ? '' : `, page ${page}`}: ${words}`)
  }
  if (unreadable_documents !== undefined) console.log(unreadableNote(unreadable_documents))
}

function unreadableNote(count: number): string {
  return pc.yellow(
    count === 1
      ? 'One document that you may see could not be read; the answer may stand in it.'
      : `${count} documents that you may see could not be read; the answer may stand in one of them.`,
  )
}

function placeOf({ title, page, heading }: Citation): string {
  const parts = [
    pc.bold(title),
    ...(page === null ? [] : [`page ${page}`]),
    ...(heading.length === 0 ? [] : [heading.join(' › ')]),
  ]
  return parts.join(', ')
}
