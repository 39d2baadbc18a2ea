import { describe, expect, it } from 'vitest'
import { holdsPhrase, quotedPhrases } from './quoted-phrases.ts'

const phrasesOf = (question: string) => quotedPhrases(question).map(({ text }) => text)

describe('quoted phrases', () => {
  it.each([
    ['How much "paid time off" is there?', ['paid time off']],
    ['“Paid Time Off” and «sick leave» and „Urlaub im Jahr“', ['Paid Time Off', 'sick leave', 'Urlaub im Jahr']],
    ['"a b" and "c d"', ['a b', 'c d']],
    ['the "word"', ['word']],
  ])('are read from %s', (question, phrases) => {
    expect(phrasesOf(question)).toEqual(phrases)
  })

  it.each([
    'an "open mark',
    '"one" and "two',
    'a 6" pipe and an 8" pipe',
    "the employees' and the firm's",
    '""',
    '"?!"',
  ])('are not read from %s', (question) => {
    expect(phrasesOf(question)).toEqual([])
  })

  it('stand in a text in the same order, as words and not as stems', () => {
    const holds = (text: string) => holdsPhrase([text], { words: ['paid', 'time', 'off'] })
    expect(holds('Employees get Paid Time-Off, yearly.')).toBe(true)
    expect(holds('Time off is paid.')).toBe(false)
    expect(holds('We pay time off.')).toBe(false)
    expect(holds('unpaid time off')).toBe(false)
    expect(holdsPhrase(['paid time', 'off'], { words: ['paid', 'time', 'off'] })).toBe(false)
  })
})
