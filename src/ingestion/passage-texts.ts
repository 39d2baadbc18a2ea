import { createHash } from 'node:crypto'
import { indexedText } from '../language/indexed-text.ts'
import type { PassageToIndex } from './index-version.ts'

/** The texts under which passages are embedded and searched, in order. */
export function indexedTexts(all: readonly PassageToIndex[]): readonly string[] {
  return all.map(({ of, chunk }) => indexedText({ title: of.title, heading: chunk.heading, text: chunk.text }))
}

/** By which the registry finds passages that say the same. */
export function textHashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
