import { SpanKind } from '@opentelemetry/api'
import type { Step, Tracing } from '../telemetry/telemetry.ts'
import type { EmbeddingModel } from './embedding-model.ts'

/** A model whose calls are steps of a trace: which model, how many texts; never the texts. */
export function traceEmbeddingModel(
  model: EmbeddingModel,
  { provider, name }: { readonly provider: string; readonly name: string },
  tracing: Tracing,
): EmbeddingModel {
  if (!tracing.isOn) return model
  const step = (texts: number): Step => ({
    name: `embeddings ${name}`,
    kind: provider === 'footnote' ? SpanKind.INTERNAL : SpanKind.CLIENT,
    attributes: {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': name,
      'gen_ai.embeddings.dimension.count': model.dimensions,
      'footnote.texts': texts,
    },
  })
  return {
    ...model,
    embedPassages: (texts, signal) => tracing.run(step(texts.length), () => model.embedPassages(texts, signal)),
    embedQuery: (text, signal) => tracing.run(step(1), () => model.embedQuery(text, signal)),
  }
}
