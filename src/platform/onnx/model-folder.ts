import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Where `footnote.json` does not say otherwise: few models were trained on more, and memory grows with its square. */
const USUAL_MAXIMUM_TOKENS = 512

/** What `footnote.json` beside a model may say; every part has a sensible value without it. */
const ModelSettings = z.strictObject({
  pooling: z
    .enum(['mean', 'cls', 'sentence_embedding'])
    .optional()
    .describe('How the vectors of the tokens become one; by default as 1_Pooling/config.json or the outputs say.'),
  queryPrefix: z.string().default('').describe('Text that the model wants before every question, like "query: ".'),
  passagePrefix: z.string().default('').describe('Text that the model wants before every passage, like "passage: ".'),
  maximumTokens: z.int().min(8).max(32_768).optional().describe('Tokens of a text that the model reads at once.'),
  strength: z.enum(['weak', 'strong']).default('strong').describe('How its hits are joined with those of BM25.'),
  dimensions: z.int().min(1).optional().describe('Size of its vectors, checked at the start.'),
})

const ModelConfig = z.looseObject({
  max_position_embeddings: z.number().optional(),
  pad_token_id: z.number().nullish(),
})
const TokenizerConfig = z.looseObject({ model_max_length: z.number().optional() })
const SentenceTransformersPooling = z.looseObject({ pooling_mode_cls_token: z.boolean().optional() })

/** A model in the Hugging Face layout. Plain data: it travels to the thread that runs the model. */
export interface ModelFolder {
  readonly folder: string
  readonly modelFile: string
  /** SHA-256 of everything that decides what the model says: weights, tokenizer and settings. */
  readonly sha256: string
  readonly pooling: 'mean' | 'cls' | 'sentence_embedding' | undefined
  readonly queryPrefix: string
  readonly passagePrefix: string
  readonly maximumTokens: number
  readonly paddingToken: number
  readonly strength: 'weak' | 'strong'
  readonly dimensions: number | undefined
  readonly tokenizer: object
  readonly tokenizerConfig: object
}

/** Read a model folder: `config.json`, `tokenizer.json`, `tokenizer_config.json`, `onnx/model.onnx`, and `footnote.json` where there is one. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const config = await read(folder, 'config.json', ModelConfig)
  const tokenizer = await read(folder, 'tokenizer.json', z.looseObject({}))
  const tokenizerConfig = await read(folder, 'tokenizer_config.json', TokenizerConfig)
  const settings = (await readIfThere(folder, 'footnote.json', ModelSettings)) ?? ModelSettings.parse({})
  const sentence = await readIfThere(folder, join('1_Pooling', 'config.json'), SentenceTransformersPooling)
  const fromSentence = sentence === null ? undefined : sentence.pooling_mode_cls_token === true ? 'cls' : 'mean'
  const { queryPrefix, passagePrefix, strength, dimensions } = settings
  const usable = {
    pooling: settings.pooling ?? fromSentence,
    queryPrefix,
    passagePrefix,
    maximumTokens: maximumTokens(settings.maximumTokens, config, tokenizerConfig),
    paddingToken: config.pad_token_id ?? 0,
    strength,
    dimensions,
  }
  const weights = await weightFiles(folder)
  const hash = createHash('sha256').update(JSON.stringify([usable, tokenizer, tokenizerConfig]))
  for (const file of weights) for await (const part of createReadStream(file)) hash.update(part as Buffer)
  const modelFile = join(folder, 'onnx', 'model.onnx')
  return { folder, modelFile, sha256: hash.digest('hex'), ...usable, tokenizer, tokenizerConfig }
}

function maximumTokens(
  wanted: number | undefined,
  { max_position_embeddings: positions = Infinity }: z.infer<typeof ModelConfig>,
  { model_max_length: tokens = Infinity }: z.infer<typeof TokenizerConfig>,
): number {
  // Tokenizers that know no limit say 1e30.
  const most = Math.min(positions, tokens)
  return Math.min(wanted ?? USUAL_MAXIMUM_TOKENS, most)
}

/** `model.onnx`, and the files beside it that large models keep their weights in. */
async function weightFiles(folder: string): Promise<readonly string[]> {
  const at = join(folder, 'onnx')
  const names = await readdir(at).catch((): string[] => [])
  if (!names.includes('model.onnx')) throw missing(folder, join('onnx', 'model.onnx'))
  return names
    .filter((name) => name.startsWith('model.onnx'))
    .sort()
    .map((name) => join(at, name))
}

async function read<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const found = await readIfThere(folder, name, schema)
  if (found === null) throw missing(folder, name)
  return found
}

async function readIfThere<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const file = join(folder, name)
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON'
    throw new Error(`${file} cannot be used: ${why}`, { cause: error })
  }
}

function missing(folder: string, name: string): Error {
  return new Error(
    `${folder} is not a model that can be used here: ${name} is missing. It needs config.json, tokenizer.json, ` +
      'tokenizer_config.json and onnx/model.onnx, as models on Hugging Face have them.',
  )
}
