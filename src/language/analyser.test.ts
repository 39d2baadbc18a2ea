import { expect, it } from 'vitest'
import { createAnalyser, words } from './analyser.ts'

const { analyse, stem } = createAnalyser()

it('stems words, drops stop and question words, and keeps the order', () => {
  expect(analyse('What are the annual deductibles of these plans?')).toEqual(['annual', 'deduct', 'plan'])
  expect(analyse('How do I apply?')).toEqual(['appli'])
})

it('reads the same word alike in every spelling', () => {
  const [plain] = analyse('employee')
  for (const spelling of ['EMPLOYEE', "employee's", 'employee’s', 'employees', 'ｅｍｐｌｏｙｅｅ', '(employee)']) {
    expect(analyse(spelling)).toEqual([plain])
  }
})

it('keeps numbers, other scripts and accents', () => {
  expect(analyse('2018 日本 Straße 7')).toEqual(['2018', '日本', 'straße', '7'])
  expect(words('Part-time: 50 %')).toEqual(['part', 'time', '50'])
})

it('gives the same stem when asked again', () => {
  expect([stem('running'), stem('running')]).toEqual(['run', 'run'])
})

it('reads a huge run of letters as one word, at once', () => {
  const run = 'ab'.repeat(50_000)
  const startedAt = performance.now()
  expect(analyse(`${run} plans`)).toEqual([run, 'plan'])
  expect(analyse('')).toEqual([])
  expect(performance.now() - startedAt).toBeLessThan(500)
})
