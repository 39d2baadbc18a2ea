import { expect, test } from 'vitest'
import { questionKindOf } from './question-kind.ts'

test.each([
  ['When are you open?', 'en', 'when'],
  ['In what year was it founded?', 'en', 'when'],
  ['How many days may be carried over?', 'en', 'how-many'],
  ['How do I rent a boat?', 'en', 'how-to'],
  ['Why is approval needed?', 'en', 'why'],
  ['Whose approval is needed?', 'en', 'who'],
  ['Where is the reception?', 'en', 'where'],
  ['What is the travel policy?', 'en', 'other'],
  ['What are our core values?', 'en', 'list'],
  ['Which preventive services are covered?', 'en', 'list'],
  ['What does the plan cover?', 'en', 'other'],
  ['Welche Leistungen gibt es?', 'de', 'list'],
  ['Wie viele Urlaubstage gibt es?', 'de', 'how-many'],
  ['Wo ist der Empfang?', 'de', 'where'],
  ['Quand ouvre le bureau ?', 'fr', 'when'],
  ['¿Quién aprueba el viaje?', 'es', 'who'],
  ['Сколько дней отпуска?', 'en', 'how-many'],
  ['公司是什么时候成立的?', 'en', 'when'],
  ['บริษัทอยู่ที่ไหน', 'en', 'where'],
] as const)('reads what is asked for: %s', (question, language, kind) => {
  expect(questionKindOf(question, language)).toBe(kind)
})

test('does not find a question word inside another word', () => {
  expect(questionKindOf('Is the whole nowhere document old?', 'en')).toBe('other')
})
