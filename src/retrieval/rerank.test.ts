import { expect, it } from 'vitest'
import { createAnalysers } from '../language/analyser.ts'
import { openStaticEmbeddingModel } from '../platform/embedding-model/static.ts'
import { FEATURES, featuresOf } from './features/features-of.ts'
import { type Question, questionTerms, weighTerms } from './question.ts'
import { wordingOf } from './question-wording.ts'
import { createPassageReader, readPassage } from './read-passage.ts'
import { rerank } from './rerank.ts'

const analysers = createAnalysers()
const analyser = analysers.of('en')
const NOTHING_FOUND = { lexical: 0, vector: 0 }

function ask(text: string, frequencies: Record<string, number> = {}, passages = 100) {
  const statistics = { passages, frequencies: new Map(Object.entries(frequencies)) }
  return weighTerms(text, questionTerms(text, analyser), { statistics, expected: new Map() }, 'en')
}

function passage(text: string, title = 'Handbook') {
  return { id: text, title, heading: [], text }
}

const reading = { analyser, wordVectors: await openStaticEmbeddingModel() }
const signal = new AbortController().signal

async function judge(question: Question, text: string, title?: string): Promise<Record<string, number>> {
  const read = await readPassage(passage(text, title), reading, signal)
  const { values } = featuresOf(question, await wordingOf(question.text, reading, signal), read, NOTHING_FOUND)
  return Object.fromEntries(FEATURES.map((name, n) => [name, values[n] ?? Number.NaN]))
}

async function pairs(text: string): Promise<(number | undefined)[]> {
  const features = await judge(ask('parental leave'), text)
  return [features['ordered_pairs'], features['near_pairs']]
}

async function order(question: string, texts: readonly string[], fused = texts.map(() => 0.5)): Promise<string[]> {
  const candidates = texts.map((text, n) => ({
    hit: { passageId: String(n), lexical: 1, vector: null, fused: fused[n] ?? 0 },
    passage: passage(text),
  }))
  const read = createPassageReader(reading.wordVectors)
  const ranked = await rerank(ask(question), candidates, { ...reading, analysers, read }, signal)
  return ranked.map((candidate) => candidate.passage.text)
}

it('measures coverage of the passage, its best sentence and its best two sentences', async () => {
  const features = await judge(
    ask('annual dental deductible'),
    'The plan is annual. It has a dental part. Other words.\nDeductible!',
  )
  expect(features['coverage']).toBeCloseTo(1)
  expect(features['best_sentence']).toBeCloseTo(1 / 3)
  expect(features['best_two_sentences']).toBeCloseTo(2 / 3)
})

it('counts title terms as covered, and on their own', async () => {
  const features = await judge(ask('dental deductible'), 'Something else entirely.', 'Dental plan')
  expect(features['coverage']).toBeCloseTo(0.5)
  expect(features['title']).toBeCloseTo(0.5)
  expect(features['best_sentence']).toBe(0)
})

it('tells terms in order from terms near each other and far apart', async () => {
  expect(await pairs('Parental leave is paid.')).toEqual([1, 1])
  expect(await pairs('Leave that is parental.')).toEqual([0, 1])
  expect(await pairs('Parental matters and a great many other words before one can leave.')).toEqual([0, 0])
  expect(await pairs('Parental.')).toEqual([0, 0])
})

it('weighs rare terms more, squared even more', async () => {
  const question = ask('plan deductible', { plan: 9_000, deduct: 1 }, 10_000)
  const [rare, frequent] = [await judge(question, 'the deductible'), await judge(question, 'the plan')]
  expect(rare['coverage']).toBeGreaterThan(0.9)
  expect(frequent['coverage']).toBeLessThan(0.1)
  expect(frequent['rare_coverage']).toBeLessThan(frequent['coverage'] ?? 0)
})

it('counts repeated terms more', async () => {
  const question = ask('annual deductible')
  const [once, twice] = [await judge(question, 'A deductible.'), await judge(question, 'A deductible, a deductible.')]
  expect(twice['coverage']).toBe(once['coverage'])
  expect(twice['repeated_coverage']).toBeGreaterThan(once['repeated_coverage'] ?? 0)
})

it('knows how much of a question stands within a few words, across sentences', async () => {
  const far = `Annual. ${'word '.repeat(50)}. Deductible.`
  const near = 'Annual. There is a deductible.'
  const question = ask('annual deductible')
  expect((await judge(question, near))['narrow_window']).toBeCloseTo(1)
  expect((await judge(question, far))['narrow_window']).toBeCloseTo(0.5)
  expect((await judge(question, far))['wide_window']).toBeCloseTo(1)
})

it('tells what stands word for word from what has its words elsewhere', async () => {
  const question = ask('What is the out of pocket maximum of the dental plan?')
  const share = async (text: string) => (await judge(question, text))['verbatim_runs'] ?? Number.NaN
  const [whole, part, scattered] = [
    await share('The out of pocket maximum of the dental plan is low.'),
    await share('There is an out of pocket maximum. A plan. Dental.'),
    await share('Pocket the plan. Out, dental maximum!'),
  ]
  expect(whole).toBeGreaterThan(0.8)
  expect(part).toBeGreaterThan(0.1)
  expect(part).toBeLessThan(whole)
  expect(scattered).toBe(0)
})

it('tells words as they were written, numbers and names from their likes', async () => {
  const question = ask('Does the Acme plan of 2019 insure insurers?')
  const exact = await judge(question, 'In 2019 the Acme plan did insure insurers.')
  const alike = await judge(question, 'In 2018 another planned insurance was insured.')
  expect([exact['written_words'], exact['numbers'], exact['names']]).toEqual([expect.closeTo(1), 1, expect.closeTo(1)])
  expect([alike['written_words'], alike['numbers'], alike['names']]).toEqual([0, 0, 0])
  expect((await judge(ask('is it insured?'), 'Yes.'))['numbers']).toBe(0)
})

it('finds the sentence that is near in meaning without sharing a word', async () => {
  const question = ask('physician')
  const near = await judge(question, 'Colours are nice. Ask a doctor about it.')
  const far = await judge(question, 'Colours are nice. The train leaves.')
  expect(near['sentence_vector']).toBeGreaterThan((far['sentence_vector'] ?? 0) + 0.1)
})

it('puts the passage first whose sentence answers the question', async () => {
  const answer = 'The annual deductible is 500 dollars.'
  const scattered = 'Annual reports are due.\nThe picnic is in May.\nSome plan has a deductible.'
  expect(await order('What is the annual deductible?', [scattered, answer])).toEqual([answer, scattered])
})

it('keeps the order of the first stage when sentences do not differ', async () => {
  expect(await order('deductible', ['a b c', 'd e f', 'g h i'], [0.2, 0.9, 0.5])).toEqual(['d e f', 'g h i', 'a b c'])
})

it('accepts no candidates, and questions without a term', async () => {
  expect(await order('deductible', [])).toEqual([])
  expect(await order('what is it?', ['one', 'two'])).toHaveLength(2)
})

it('stays quick on a hostile passage and question', async () => {
  const startedAt = performance.now()
  await order('plan plan leave plan leave '.repeat(100), ['plan leave '.repeat(20_000), 'x'.repeat(200_000)])
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
