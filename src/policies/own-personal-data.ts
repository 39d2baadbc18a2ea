import type { Policy } from './policy.ts'

/** Everyone takes their own personal data along; administrators those of everybody. */
export const ownPersonalData: Policy = {
  name: 'own-personal-data',
  sentence: 'Everyone takes their own personal data along; administrators those of everybody.',
  allows: () => true,
}
