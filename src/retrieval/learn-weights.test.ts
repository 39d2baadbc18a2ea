import { expect, it } from 'vitest'
import { FEATURES } from './features/features-of.ts'
import { type Lesson, learnWeights } from './learn-weights.ts'

const [TELLS, MISLEADS] = ['names', 'length'] as const

/** A question whose right candidate has more of one feature and less of another, and nothing else in common. */
function lesson(rightHas: number, wrongHas: number): Lesson {
  const row = (tells: number) => FEATURES.map((name) => (name === TELLS ? tells : name === MISLEADS ? 1 - tells : 0))
  return { features: [row(wrongHas), row(rightHas), row(wrongHas / 2)], right: [false, true, false] }
}

it('gives weight to what tells right candidates from wrong ones, and none to what never varies', () => {
  const weights = learnWeights([[lesson(0.9, 0.2), lesson(0.8, 0.3)]])
  expect(weights[TELLS]).toBeGreaterThan(0.5)
  expect(weights[MISLEADS]).toBeLessThan(-0.5)
  expect(weights.coverage).toBe(0)
})

it('lets every set have the same say, however many questions it has', () => {
  const few = [lesson(0.9, 0.1)]
  const many = Array.from({ length: 200 }, () => lesson(0.1, 0.9))
  expect(learnWeights([few, few, many])[TELLS]).toBeGreaterThan(0.1)
  expect(learnWeights([few, many, many])[TELLS]).toBeLessThan(-0.1)
})

it('learns the same from the same, and nothing from questions without a right or a wrong candidate', () => {
  const lessons = [lesson(0.9, 0.2)]
  const idle: Lesson = { features: lesson(1, 0).features, right: [true, true, true] }
  expect(learnWeights([lessons])).toEqual(learnWeights([lessons]))
  expect(learnWeights([[...lessons, idle]])).toEqual(learnWeights([lessons]))
  expect(new Set(Object.values(learnWeights([])))).toEqual(new Set([0]))
})
