import { describe, expect, it } from 'vitest'
import { createAnalysers } from '../analyser.ts'
import { completeFollowUp } from './complete-follow-up.ts'
import { readFollowUp } from './read-follow-up.ts'

const analysers = createAnalysers()

const FOLLOW_UPS = [
  'And for dental?',
  'What about part-time employees?',
  'How long does it take?',
  'Who approves that?',
  'Why?',
  'How much?',
  'Since when?',
  'Who else?',
  'And in Germany?',
  'How about contractors?',
  'Does the same apply to interns?',
  'When do they expire?',
  'Can I carry them over?',
  'Is it also covered abroad?',
  'What is its deadline?',
  'Who is responsible for this?',
  'Are these reimbursed?',
  'Without a receipt?',
  'And if I resign?',
  'And the Silver plan?',
  'Does that include weekends?',
  'What happens in that case?',
  'But who signs it?',
  'For how long?',
  'Where do I send it?',
  'Und für Zahnersatz?',
  'Was ist mit Teilzeitkräften?',
  'Wie lange dauert es?',
  'Wie lange dauert das?',
  'Wer genehmigt das?',
  'Gilt das auch für Praktikanten?',
  'Warum?',
  'Und wie hoch?',
  'Wer ist dafür zuständig?',
  'Wann verfällt er?',
  'Kann ich sie übertragen?',
  'Was kostet dieser Kurs?',
  'Wie sieht es mit Werkstudenten aus?',
  'Und ohne Attest?',
  'Wie hoch ist ihr Anteil?',
  'Muss ich es beantragen?',
]

/** Asked after another question, each of these stands for itself; many hold words that elsewhere refer back. */
const STANDALONE = [
  'What is the annual deductible of the Gold plan?',
  'How long does it take to get a new badge?',
  'Is it allowed to bring a dog to the office?',
  'Is it possible for contractors to work from home?',
  'Which documents prove that I am insured?',
  'Who approves expenses that exceed 500 euros?',
  'What happens to unused vacation days when employees leave and they have some left?',
  'When an invoice arrives, who checks it?',
  'If my laptop is stolen, who replaces it?',
  'How do employees get their badge?',
  'Does the company pay for its suppliers to travel?',
  'Who is on call this week?',
  'How many holidays are there this year?',
  'Who runs IT?',
  'And what is the deductible of the Silver plan?',
  'In which month is the bonus paid?',
  'For whom is the gym free?',
  'What does the travel policy say about those who drive?',
  'Which costs such as parking are reimbursed?',
  'Where can I park?',
  'parental leave',
  'dental coverage abroad',
  'Is there a gym in the office?',
  'May an employee choose his or her own phone?',
  'List the steps of the onboarding.',
  'Do I need a visa for Japan?',
  'What is the same-day delivery fee?',
  'How does a manager approve overtime before it is worked?',
  'Which plan is the cheapest one for families?',
  'Can visitors use the car park?',
  'Wie hoch ist der Eigenanteil im Tarif Gold?',
  'Gibt es eine Kantine?',
  'Wie viele Urlaubstage gibt es?',
  'Ist es erlaubt, einen Hund mitzubringen?',
  'Wie lange dauert es, bis ein neuer Ausweis fertig ist?',
  'Wo ist das Formular für Reisekosten?',
  'Wenn ein Mitarbeiter krank ist, wen muss er informieren?',
  'Wer ist dafür zuständig, dass Rechnungen bezahlt werden?',
  'Welche Unterlagen brauche ich, damit mein Antrag geprüft wird?',
  'Wie viele Feiertage hat dieses Jahr?',
  'Können Sie mir den Ablauf der Einarbeitung erklären?',
  'Wie beantragen Mitarbeiter ihren Urlaub?',
  'Und wer genehmigt Dienstreisen ins Ausland?',
  'Elternzeit beantragen',
  'In welchem Monat wird das Weihnachtsgeld bezahlt?',
]

const followUp = (question: string) => readFollowUp(question, analysers).followUp

describe('whether a question needs those before it', () => {
  it.each(FOLLOW_UPS)('is seen of "%s"', (question) => {
    expect(followUp(question).type).not.toBe('standalone')
  })

  it.each(STANDALONE)('is not said of "%s"', (question) => {
    expect(followUp(question)).toEqual({ type: 'standalone' })
  })

  it('is not said in languages without rules', () => {
    expect(followUp('Et pour les soins dentaires ?')).toEqual({ type: 'standalone' })
  })
})

describe('a follow-up that is completed', () => {
  const complete = (before: string, question: string, place: string | null = null) =>
    completeFollowUp(question, followUp(question), { question: before, place }, analysers)

  it.each([
    [
      'What is the annual deductible of the Gold plan?',
      'And for the Silver plan?',
      'What is the annual deductible of the Silver plan?',
    ],
    [
      'How many days of leave do employees get?',
      'What about part-time employees?',
      'How many days of leave do part-time employees get?',
    ],
    [
      'What is the deductible of the Gold plan?',
      'and for dental?',
      'What is the deductible of the Gold plan for dental?',
    ],
    ['How do I request parental leave?', 'How long does it take?', 'How long does it take? (request parental leave)'],
    ['Who approves business trips abroad?', 'Why?', 'Why? (approves business trips abroad)'],
    [
      'Wie hoch ist der Eigenanteil im Tarif Gold?',
      'Und für Zahnersatz?',
      'Wie hoch ist der Eigenanteil im Tarif Gold für Zahnersatz?',
    ],
    ['Wie beantrage ich Elternzeit?', 'Wie lange dauert das?', 'Wie lange dauert das? (beantrage ich Elternzeit)'],
    [
      'Wie viele Urlaubstage haben Angestellte?',
      'Wie sieht es mit Werkstudenten aus?',
      'Wie viele Urlaubstage haben Angestellte, Werkstudenten?',
    ],
  ])('after "%s": "%s"', (before, question, expected) => {
    expect(complete(before, question)).toBe(expected)
  })

  it('keeps to the topic over several turns', () => {
    const second = complete('How do I request parental leave?', 'How long does it take?')
    const third = complete(second, 'Who approves it?')
    expect(third).toBe('Who approves it? (request parental leave)')
    expect(complete(third, 'And for interns?')).toBe('Who approves it for interns? (request parental leave)')
  })

  it('takes the heading of what was cited where one word is all that was asked', () => {
    expect(complete('Parking?', 'Who pays for it?', 'Travel (cars)')).toBe('Who pays for it? (Parking, Travel cars)')
    expect(complete('How?', 'Why?', null)).toBe('Why?')
  })

  it('takes no words of a question for a pattern or a replacement', () => {
    expect(complete('What is the price of C++ (2nd) plan?', 'And the $& plan?')).toContain('the $& plan')
    expect(complete('How much leave do full-time employees get?', 'And part-time employees?')).toBe(
      'How much leave do part-time employees get?',
    )
  })
})
