import { roleNeeded } from './policy.ts'

/** Contributors see what people asked in vain, so that they know which document is missing. */
export const seeUnanswered = roleNeeded(
  'see-unanswered',
  'Contributor',
  'Contributors see what people asked in vain, so that they know which document is missing.',
)
