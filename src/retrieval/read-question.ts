import { type Analyser, type Analysers, DEFAULT_LANGUAGE } from '../language/analyser.ts'
import { likelyLanguages } from '../language/detect-language.ts'
import { LANGUAGES } from '../language/function-words.ts'
import { words } from '../language/words.ts'
import type { IndexPartition, SearchIndex } from '../platform/search-index/search-index.ts'
import { questionTerms } from './question.ts'

/**
 * The analyser that reads a question as the library was read. Three words are too few to tell a language, and a question is
 * no use in a language that the library does not hold: so the reading is taken of whose terms the index knows the largest
 * share. Among equals the function words of the question decide, then English. Plainly English questions are not looked up.
 */
export async function analyserOfQuestion(
  query: string,
  analysers: Analysers,
  index: Pick<SearchIndex, 'termStatistics'>,
  partition: IndexPartition,
): Promise<Analyser> {
  const found = words(query)
  const likely = likelyLanguages(found)
  const isPlain = likely.length === 1 && likely[0] === DEFAULT_LANGUAGE
  if (isPlain || !found.some((word) => LATIN.test(word))) return analysers.of(DEFAULT_LANGUAGE)
  const readings = [...new Set([...likely, DEFAULT_LANGUAGE, ...LANGUAGES])].map((language) => {
    const analyser = analysers.of(language)
    return { analyser, terms: new Set(questionTerms(query, analyser)) }
  })
  const all = new Set(readings.flatMap(({ terms }) => [...terms]))
  const { frequencies } = await index.termStatistics(partition, [...all])
  const shareOf = (terms: ReadonlySet<string>) => {
    const known = [...terms].filter((term) => (frequencies.get(term) ?? 0) > 0)
    return terms.size === 0 ? 0 : known.length / terms.size
  }
  const shares = readings.map(({ analyser, terms }) => ({ analyser, share: shareOf(terms) }))
  return shares.reduce((best, each) => (each.share > best.share ? each : best)).analyser
}

const LATIN = /\p{Script=Latin}/u
