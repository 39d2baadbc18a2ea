import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { AnswerEnvelope, Citation } from '../contracts/orchestration.ts'
import { withClient } from './with-client.ts'

export interface AskOptions {
  readonly json: boolean
  readonly topK: number | undefined
}

/** Ask a question and print the answer with its footnotes. */
export async function askCommand(config: Config, question: string, { json, topK }: AskOptions): Promise<void> {
  const body = topK === undefined ? { query: question } : { query: question, top_k: topK }
  const envelope = await withClient(config, (client) => dataOf(client.POST('/api/ask', { body })))
  if (json) console.log(JSON.stringify(envelope))
  else printAnswer(envelope)
}

function printAnswer(envelope: AnswerEnvelope): void {
  console.log(`\n${envelope.answer}\n`)
  for (const citation of envelope.citations)
    console.log(`  ${pc.cyan(`[${citation.number}]`)} ${placeOf(citation)}\n      ${pc.dim(`"${citation.quote}"`)}`)
  if (envelope.outcome === 'abstained') {
    console.log(pc.dim('The nearest passages, none of which answers it:'))
    for (const { title, page, text } of envelope.nearest_passages) {
      console.log(
        `  ${title}${page === null ? '' : `, page ${page}`}: ${pc.dim(text.replace(/\s+/g, ' ').slice(0, 160))}`,
      )
    }
    if (envelope.unreadable_documents !== undefined) console.log(unreadableNote(envelope.unreadable_documents))
    return
  }
  const { mode, model, fallback_reason } = envelope.made_by
  const how = mode === 'model' ? `written by ${model}` : 'quoted from the documents'
  const why = fallback_reason === null ? '' : `; ${fallback_reason}`
  console.log(pc.dim(`\nConfidence ${envelope.confidence.toFixed(2)} (${envelope.confidence_level}), ${how}${why}.`))
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
