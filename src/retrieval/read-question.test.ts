import { describe, expect, it } from 'vitest'
import { createAnalysers } from '../language/analyser.ts'
import { analyserOfQuestion } from './read-question.ts'

const PARTITION = { tenantId: 'tenant', generation: 'g' }
const analysers = createAnalysers()
const ENGLISH = 'Employees have thirty holidays in the year, and the notice period is three months.'
const GERMAN =
  'Den Mitarbeitern stehen dreißig Urlaubstage im Jahr zu, und die Kündigungsfrist im Vertrag sind drei Monate.'

/** The language in which a question is read by a library of these passages. */
async function readIn(question: string, passages: readonly string[]): Promise<string> {
  const indexed = passages.map((passage) => new Set(analysers.analysePassage(passage)))
  const frequencyOf = (term: string) => indexed.filter((terms) => terms.has(term)).length
  const termStatistics = async (_: unknown, terms: readonly string[]) => ({
    passages: passages.length,
    frequencies: new Map(terms.map((term) => [term, frequencyOf(term)])),
  })
  return (await analyserOfQuestion(question, analysers, { termStatistics }, PARTITION)).language
}

describe('the language of a question', () => {
  it('is told by its function words', async () => {
    expect(await readIn('Wie lang sind die Kündigungsfristen?', [ENGLISH, GERMAN])).toBe('de')
    expect(await readIn('How long is the notice period?', [ENGLISH, GERMAN])).toBe('en')
  })

  it('is that of the library when the question is a few bare words', async () => {
    expect(await readIn('Kündigungsfristen Verträge', [GERMAN])).toBe('de')
    expect(await readIn('notice period', [ENGLISH])).toBe('en')
  })

  it('is English when nothing tells', async () => {
    expect(await readIn('Zugspitze', [ENGLISH])).toBe('en')
    expect(await readIn('年假有多少天？', [GERMAN])).toBe('en')
  })
})
