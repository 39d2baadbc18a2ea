import { expect, it } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import { rankedPassage, searchOutput } from '../testing/ranked-passages.ts'
import { chooseReading } from './choose-reading.ts'

const analyser = createAnalyser('en')
const found = (readings: readonly string[]) => ({
  ...searchOutput([rankedPassage({ text: 'Employees accrue paid time off every month.' })]),
  readings: [...readings],
})

it('takes the first reading that a passage answers to', () => {
  const readings = ['How much PTO is there?', 'How much paid time off is there?']
  expect(chooseReading('How much PTO is there?', found(readings), analyser)).toMatchObject({
    reading: readings[1],
    isAnswerable: true,
  })
  expect(chooseReading('x', found(['paid time', 'paid time off']), analyser).reading).toBe('paid time')
})

it('keeps to the first when no passage answers to any, and to the question when there is none', () => {
  expect(chooseReading('PTO', found(['PTO', 'moons of Jupiter']), analyser)).toMatchObject({
    reading: 'PTO',
    isAnswerable: false,
  })
  expect(chooseReading('paid time off', found([]), analyser)).toMatchObject({
    reading: 'paid time off',
    isAnswerable: true,
  })
})
