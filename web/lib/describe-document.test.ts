import { expect, test } from 'vitest'
import { en } from '../messages/en.ts'
import { suspicionOf } from './describe-document.ts'

test.each([
  [null, null],
  [{ personal_data: { email: 2 }, suspicious_passages: null }, null],
  [{ personal_data: null, suspicious_passages: 0 }, null],
  [{ personal_data: null, suspicious_passages: 1 }, /^1 passage talks /],
  [{ personal_data: null, suspicious_passages: 3 }, /^3 passages talk /],
])('suspicious passages are told to whom may know of them: %j', (findings, words) => {
  if (words === null) expect(suspicionOf({ findings }, en)).toBeNull()
  else expect(suspicionOf({ findings }, en)).toMatch(words)
})
