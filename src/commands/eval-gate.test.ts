import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeChange, missedFloors, questionsOf, readFloors, readRun, saveRun } from './eval-gate.ts'

describe('the gate of an evaluation', () => {
  it('names each figure below its floor, and each that was not measured', () => {
    const floors = readFloors('hit_at_5=0.85, right=.6,ece=0.1')
    expect(missedFloors(floors, { hit_at_5: 0.85, right: 0.59 })).toEqual([
      'right is 0.5900, below 0.6.',
      'ece was not measured; there are hit_at_5, right.',
    ])
    expect(missedFloors([], {})).toEqual([])
  })

  it.each(['hit_at_5', 'hit_at_5=', '=0.5', 'hit_at_5=good', ''])('refuses the floor "%s"', (text) => {
    expect(() => readFloors(text)).toThrow('--fail-below hit_at_5=0.85')
  })

  it('tells a change with its interval, and whether it may be chance', () => {
    const change = { measure: 'right', questions: 9, before: 0.5, after: 0.4, difference: -0.1, low: -0.2, high: 0.02 }
    expect(describeChange({ ...change, p: 0.2 })).toBe(
      '  right         0.5000 -> 0.4000  -0.1000 (95 %: -0.2000 to +0.0200, p 0.2000, may be chance)',
    )
    expect(describeChange({ ...change, p: 0.01 })).not.toContain('chance')
    expect(describeChange({ ...change, after: 0.5, difference: 0, p: 1 })).toBe('  right         0.5000, as before')
  })
})

describe('a kept run', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-run-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('is read as it was written, with what its answers were', async () => {
    const ranking = { ndcg_at_10: 1, hit_at_5: 1, recall_at_10: 1, mrr_at_10: 1 }
    const answer = { text: 'Yes.', sentences: 1, cited: ['a'], confidence: 0.9, right: true }
    const questions = questionsOf(
      [
        { id: '1', ...ranking },
        { id: '2', ...ranking },
      ],
      [
        { id: '1', isAnswerable: true, answer },
        { id: '2', isAnswerable: true, answer: null },
        { id: 'trap', isAnswerable: false, answer },
      ],
    )
    expect(questions.map(({ scores }) => scores['right'])).toEqual([1, 0])
    const run = join(folder, 'runs', 'first')
    await saveRun(run, questions, { set: 'small' })
    expect(await readRun(run)).toEqual(questions)
    expect(JSON.parse(await readFile(join(run, 'summary.json'), 'utf8'))).toEqual({ set: 'small' })
  })

  it('that is not there is told with the way to make one', async () => {
    await expect(readRun(folder)).rejects.toThrow('keep a run with --out first')
  })
})
