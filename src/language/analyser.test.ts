import { expect, it } from 'vitest'
import { createAnalyser, createAnalysers } from './analyser.ts'
import { likelyLanguages } from './detect-language.ts'
import { words } from './words.ts'

const { analyse, stem } = createAnalyser('en')

it('stems words, drops stop and question words, and keeps the order', () => {
  expect(analyse('What are the annual deductibles of these plans?')).toEqual(['annual', 'deduct', 'plan'])
  expect(analyse('How do I apply?')).toEqual(['appli'])
})

it('reads the same word alike in every spelling', () => {
  const [plain] = analyse('employee')
  for (const spelling of ['EMPLOYEE', "employee's", 'employee’s', 'employees', 'ｅｍｐｌｏｙｅｅ', '(employee)']) {
    expect(analyse(spelling)).toEqual([plain])
  }
})

it('keeps numbers, other scripts and accents', () => {
  expect(analyse('2018 日本 Straße 7')).toEqual(['2018', '日本', 'strasse', '7'])
  expect(words('Part-time: 50 %')).toEqual(['part', 'time', '50'])
})

it('gives the same stem when asked again', () => {
  expect([stem('running'), stem('running')]).toEqual(['run', 'run'])
})

it('reads a huge run of letters as one word, at once', () => {
  const run = 'ab'.repeat(50_000)
  const startedAt = performance.now()
  expect(analyse(`${run} plans`)).toEqual([run, 'plan'])
  expect(analyse('')).toEqual([])
  expect(performance.now() - startedAt).toBeLessThan(500)
})

it.each([
  ['de', 'Wie viele Urlaubstage haben die Mitarbeiter im Jahr?', 'Den Mitarbeitern steht ein Urlaubstag je Monat zu.'],
  [
    'es',
    '¿Cuántos días de vacaciones tienen los empleados?',
    'Cada empleado tiene vacaciones durante el día que elige.',
  ],
  ['fr', 'Combien de congés ont les employées ?', 'Chaque employé prend son congé dans l’année.'],
])('reads questions and passages in %s alike', (language, question, passage) => {
  expect(likelyLanguages(words(question))[0]).toBe(language)
  expect(likelyLanguages(words(passage))[0]).toBe(language)
  const held = new Set(createAnalysers().analysePassage(passage))
  expect(createAnalyser('de').isFunctionWord('wie')).toBe(true)
  const asked = createAnalysers().of(language).analyse(question)
  expect(asked.filter((term) => held.has(term)).length).toBeGreaterThanOrEqual(2)
})

it.each([
  ['Russian', 'Сколько отпускных дней?', 'Отпускной день оплачивается.'],
  ['Arabic', 'كم عدد الموظفين؟', 'يعمل الموظفون هنا'],
  ['Greek', 'πόσες άδειες;', 'η άδεια'],
  ['Hindi', 'कर्मचारियों की छुट्टियाँ', 'कर्मचारी छुट्टी'],
  ['Chinese', '年假有多少天？', '员工每年享有十五天年假。'],
  ['Thai', 'วันลาพักร้อนมีกี่วัน', 'พนักงานมีวันลาพักร้อนสิบวัน'],
])('reads %s by its script, in whatever language the Latin words are', (_, question, passage) => {
  const held = new Set(createAnalysers().analysePassage(passage))
  for (const language of ['en', 'de']) {
    expect(
      createAnalysers()
        .of(language)
        .analyse(question)
        .some((term) => held.has(term)),
    ).toBe(true)
  }
})

it('finds a word without its accents', () => {
  expect(createAnalyser('de').analyse('Überstunden')).toEqual(createAnalyser('de').analyse('Uberstunden'))
})

it('does not tell the language of names and single words', () => {
  expect(likelyLanguages(words('Northwind Health Standard'))).toEqual([])
  expect(likelyLanguages([])).toEqual([])
})
