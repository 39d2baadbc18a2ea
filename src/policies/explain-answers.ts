import { roleNeeded } from './policy.ts'

/** Readers see how answers to their own questions came about; administrators those of everybody, without their words. */
export const explainAnswers = roleNeeded(
  'explain-answers',
  'Reader',
  'Readers see how answers to their own questions came about; administrators those of everybody, without their words.',
)
