import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CAST_TO_FLOAT } from './onnx-file.ts'
import { createOnnxGraph } from './onnx-graph.ts'

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const
const FIRST_WORD = SPECIAL.length
const WORDS = 'the annual deductible of plan is 500 dollars what how much does it cost cat dog slept carpet a'.split(
  ' ',
)

/**
 * Write a cross-encoder of about a kilobyte: its logit grows from -4 to 4 with the share of the question's words that
 * the passage holds. It is called like real ones: WordPiece, `[CLS] question [SEP] passage [SEP]`, token types, logits.
 */
export async function writeTinyCrossEncoder(folder: string): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true })
  const config = { model_type: 'bert', max_position_embeddings: 64, pad_token_id: 0 }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer()))
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ model_max_length: 64 }))
  await writeFile(join(folder, 'onnx', 'model.onnx'), model())
}

function tokenizer(): object {
  const special = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } })
  const sequence = (id: string, type_id: number) => ({ Sequence: { id, type_id } })
  const single = [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)]
  return {
    version: '1.0',
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, sequence('B', 1), special('[SEP]', 1)],
      special_tokens: Object.fromEntries(SPECIAL.map((id, n) => [id, { id, ids: [n], tokens: [id] }])),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries([...SPECIAL, ...WORDS].map((word, id) => [word, id])),
    },
  }
}

/** Compares every token with every other: 1 where a word of the question is the same as one of the passage. */
function model(): Buffer {
  const graph = createOnnxGraph()
  const float = (name: string) => graph.node('Cast', [name], CAST_TO_FLOAT)
  const [one, ids, types] = [graph.floats([], [1]), float('input_ids'), float('token_type_ids')]
  const isWord = graph.node('Cast', [graph.node('Greater', [ids, graph.floats([], [FIRST_WORD - 0.5])])], CAST_TO_FLOAT)
  const real = graph.node('Mul', [isWord, float('attention_mask')])
  const asked = graph.node('Mul', [real, graph.node('Sub', [one, types])])
  const told = graph.node('Mul', [real, types])
  const column = graph.node('Unsqueeze', [ids, graph.integers([2])])
  const row = graph.node('Unsqueeze', [ids, graph.integers([1])])
  const same = graph.node('Cast', [graph.node('Equal', [column, row])], CAST_TO_FLOAT)
  const held = graph.node('Mul', [same, graph.node('Unsqueeze', [told, graph.integers([1])])])
  const found = graph.node('ReduceMax', [held], { axes: [2], keepdims: 0 })
  const count = (name: string) => graph.node('ReduceSum', [name, graph.integers([1])], { keepdims: 1 })
  const all = graph.node('Max', [count(asked), one])
  const share = graph.node('Div', [count(graph.node('Mul', [found, asked])), all])
  const logits = graph.node('Sub', [graph.node('Mul', [share, graph.floats([], [8])]), graph.floats([], [4])])
  const shape = ['texts', 'tokens'] as const
  return graph.build(
    { input_ids: shape, attention_mask: shape, token_type_ids: shape },
    { logits: { of: logits, shape: ['texts', 1] } },
  )
}
