import type { EmbeddingModel } from '../embedding-model/embedding-model.ts'

/** Short and long, in several languages, with numbers: no two models say the same of all of them. Never change them. */
const CANARY_TEXTS = [
  'The annual deductible of the health plan is 500 dollars.',
  'Who may enter the archive after nine in the evening?',
  'Der Vertrag endet am 31. Dezember 2026, wenn er nicht verlängert wird.',
  'La salle de réunion se trouve au deuxième étage, à gauche de l’escalier.',
  'ISO 27001:2022 A.8.13 backup copies of information, software and systems',
] as const

/** The first numbers of each vector tell models apart as well as all of them, and a row of them stays small. */
const NUMBERS_KEPT = 64
/** Equal models differ by the order of their sums, by less than a ten-thousandth; other ones share no direction at all. */
const LEAST_SIMILARITY = 0.999

/** What an embedding model says of the fixed texts: the first numbers of each vector. */
export type Canary = readonly (readonly number[])[]

/** Ask a model for its canary. */
export async function readCanary(
  embedder: Pick<EmbeddingModel, 'embedPassages'>,
  signal: AbortSignal,
): Promise<Canary> {
  const vectors = await embedder.embedPassages(CANARY_TEXTS, signal)
  return vectors.map((vector) => [...vector.subarray(0, NUMBERS_KEPT)].map((value) => Number(value.toFixed(6))))
}

/** True when two canaries are of the same model: each pair of vectors has the same direction. */
export function isSameModel(one: Canary, other: Canary): boolean {
  return one.length === other.length && one.every((vector, n) => similarity(vector, other[n] ?? []) >= LEAST_SIMILARITY)
}

function similarity(a: readonly number[], b: readonly number[]): number {
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)]
  if (lengthA === 0 || lengthB === 0) return lengthA === lengthB ? 1 : 0
  return a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0) / (lengthA * lengthB)
}
