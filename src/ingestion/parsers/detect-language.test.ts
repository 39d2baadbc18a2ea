import { expect, test } from 'vitest'
import { detectLanguage } from './detect-language.ts'

test.each([
  [
    'en',
    'Everyone has twenty days of leave in every year of work, and may take them whenever the team agrees, which it nearly always does in the end.',
  ],
  [
    'de',
    'Alle haben in jedem Jahr zwanzig Tage Urlaub und nehmen sie, wenn das Team einverstanden ist, was am Ende fast immer der Fall ist.',
  ],
  ['ar', 'تعتبر البرمجة بلغة من الأدوات القوية التي يمكن أن تعزز الإنتاجية'],
  [null, 'Total 12.50'],
  [null, 'TC SC TXPD DT CC QTR AMT '.repeat(6)],
  [null, '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29'],
])('the language is %s for: %s', (language, text) => {
  expect(detectLanguage(text)).toBe(language)
})
