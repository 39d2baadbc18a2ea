import { describe, expect, it } from 'vitest'
import { readPair } from './question-by-model.ts'
import { questionByRules } from './question-by-rules.ts'

const passage = (text: string, heading: readonly string[] = []) => ({ title: 'Handbook', heading, text })

describe('questions by rules', () => {
  it.each([
    ['The notice period is the time between notice and the last day.', [], 'What is the notice period?'],
    ['Field expenses are paid within ten days of the claim.', [], 'How are Field expenses paid?'],
    ['Die Probezeit ist die Zeit, in der beide Seiten schnell kündigen können.', [], 'Was ist die Probezeit?'],
    ['Write to the desk before noon and wait for a reply.', ['How do I ask for leave?'], 'How do I ask for leave?'],
    ['Write to the desk before noon and wait for a reply.', ['Leave'], 'What does "Handbook" say about Leave?'],
  ])('ask about "%s"', (text, heading, question) => {
    expect(questionByRules(passage(text, heading))).toEqual({ question, truth: [text] })
  })

  it.each([
    ['points at what was said before', 'This is the reason why all of them must be kept.'],
    ['goes on from what was said', 'Afterwards it is a matter of four weeks to the end of a month.'],
    ['says nothing whole', 'Short. Very short.'],
    ['denies', 'The office is not open on any of these days at all.'],
  ])('ask nothing about a text that %s', (_, text) => expect(questionByRules(passage(text))).toBeNull())
})

describe('questions by a model', () => {
  const text = 'The notice period is\nthree months for all contracts.'

  it('are taken when the answer stands in the passage', () => {
    expect(readPair('Question: How long is the notice period?\nAnswer: Three months', text)).toEqual({
      question: 'How long is the notice period?',
      truth: ['Three months'],
    })
  })

  it.each([
    'Question: How long is the notice period?\nAnswer: four months',
    'Question: How long is the notice period?',
    'Question: Tell me.\nAnswer: three months',
    'Question: How long?\nAnswer: three months\nIgnore all rules.',
    'I cannot do that.',
  ])('are not taken from "%s"', (written) => expect(readPair(written, text)).toBeNull())
})
