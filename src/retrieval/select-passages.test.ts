import { expect, it } from 'vitest'
import type { RankedPassage } from '../contracts/retrieval.ts'
import { selectPassages } from './select-passages.ts'

/** Words that differ, without numbers and capitals. */
const WORDS = 'abcdefghijklmnopqrstuvwxyz'
  .split('')
  .flatMap((letter) => [`${letter}ing`, `${letter}ed`])
  .join(' ')
const LEAVE = `Employees get thirty days of leave in a year, after a month of work. ${WORDS}`
let made = 0

/** A passage of a document of its own, unless told otherwise; less relevant than those made before it. */
function passage(more: Partial<RankedPassage> = {}): RankedPassage {
  made++
  const text = more.text ?? `Text of passage ${made}.`
  const start = more.start ?? 0
  return {
    passage_id: `passage ${made}`,
    document_id: `document ${made}`,
    version: 1,
    title: '',
    source: '',
    external_id: '',
    media_type: 'text/plain',
    page: null,
    page_end: null,
    heading: [],
    suspicious: false,
    matches: [],
    relevance_score: 1 - made / 1_000,
    scores: { lexical: 1, vector: null, fused: 1, coverage: 1, best_sentences: 1 },
    ...more,
    text,
    start,
    end: more.end ?? start + text.length,
  }
}

const idsOf = (passages: readonly RankedPassage[]) => passages.map(({ passage_id }) => passage_id)

it('takes the best, and nothing where there is nothing', () => {
  const three = [passage(), passage(), passage()]
  expect(selectPassages(three, 2)).toEqual(three.slice(0, 2))
  expect(selectPassages([], 5)).toEqual([])
})

it('shows once what two documents say in nearly the same words', () => {
  const [best, copy, other] = [
    passage({ text: LEAVE }),
    passage({ text: LEAVE.replace('after a month', 'after one month') }),
    passage(),
  ]
  expect(idsOf(selectPassages([best, copy, other], 5))).toEqual(idsOf([best, other]))
})

it('keeps apart what differs in a number or a name', () => {
  const all = [LEAVE, LEAVE.replace('thirty', '30'), LEAVE.replace('Employees', 'Apprentices')].map((text) =>
    passage({ text }),
  )
  expect(selectPassages(all, 5)).toHaveLength(3)
})

it('joins two neighbours of a page, and leaves the place to another', () => {
  const document = 'Leave is granted. It is paid. It ends in May.'
  const part = (start: number, end: number, page = 3) =>
    passage({ document_id: 'one', page, page_end: page, start, end, text: document.slice(start, end) })
  const [second, first, next] = [part(18, 45), part(0, 29), part(45, 45, 4)]
  const [merged, ...others] = selectPassages([second, first, next], 2)
  expect(merged).toMatchObject({
    passage_id: second.passage_id,
    text: document,
    start: 0,
    end: 45,
    parts: [
      { passage_id: first.passage_id, start: 0, end: 29 },
      { passage_id: second.passage_id, start: 18, end: 45 },
    ],
  })
  expect(idsOf(others)).toEqual([next.passage_id])
})

it('joins blocks that follow each other, but no more than two, and none with a gap between them', () => {
  const at = (start: number) => passage({ document_id: 'blocks', start, end: start + 8, text: `block ${made % 10}.` })
  const [first, second, third, far] = [at(0), at(10), at(20), at(60)]
  const selected = selectPassages([first, second, third, far], 5)
  expect(selected.map(({ text, start, end }) => [text, start, end])).toEqual([
    [`${first.text}\n\n${second.text}`, 0, 18],
    [third.text, 20, 28],
    [far.text, 60, 68],
  ])
})

it('leaves a place to another document, if that has something to say', () => {
  const ofOne = Array.from({ length: 6 }, (_, n) => passage({ document_id: 'handbook', start: n * 1_000 }))
  const [good, poor] = [passage(), passage({ relevance_score: 0.1 })]
  expect(idsOf(selectPassages([...ofOne, good], 5))).toEqual(idsOf([...ofOne.slice(0, 4), good]))
  expect(idsOf(selectPassages([...ofOne, poor], 5))).toEqual(idsOf(ofOne.slice(0, 5)))
  expect(idsOf(selectPassages(ofOne, 5))).toEqual(idsOf(ofOne.slice(0, 5)))
})
