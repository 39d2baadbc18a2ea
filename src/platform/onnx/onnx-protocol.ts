import type { ModelFolder } from './model-folder.ts'

/** A text to embed, or a question with a passage to score. */
export type OnnxItem =
  | { readonly type: 'text'; readonly text: string; readonly prefix: string }
  | { readonly type: 'pair'; readonly query: string; readonly passage: string }

/** What the thread is started with. */
export interface OnnxThreadData {
  readonly folder: ModelFolder
  /** Processor cores that one run of the model uses. */
  readonly cores: number
}

/** A thread works at one request at a time. */
export interface OnnxRequest {
  readonly id: number
  readonly items: readonly OnnxItem[]
}

export type OnnxReply =
  | { readonly type: 'ready' }
  /** The model cannot be used; the thread ends. */
  | { readonly type: 'unusable'; readonly reason: 'no-runtime' | 'broken'; readonly detail: string }
  | { readonly type: 'done'; readonly id: number; readonly results: readonly Float32Array[] }
  | { readonly type: 'failed'; readonly id: number; readonly detail: string }
