import { expect, it } from 'vitest'
import { objectionToPassword } from './check-new-password.ts'

const ada = { email: 'ada@example.org', name: 'Ada Example' }

it.each(['three green bicycles', 'kdhweuhfzwke', 'Ada likes tea and rain', '🦊🦊 over the 🌉 and far'])(
  'takes %j',
  (password) => {
    expect(objectionToPassword(password, ada)).toBeNull()
  },
)

it.each([
  ['', /at least 12/],
  ['elevenchars', /at least 12/],
  ['x'.repeat(201), /at most 200/],
  ['ada@example.org', /your own name/],
  ['Ada.Example.2026', /your own name/],
  ['AdaExampleAdaExample', /your own name/],
  ['Password1234', /first that are guessed/],
  ['aaaaaaaaaaaa', /first that are guessed/],
  ['123456789012', /first that are guessed/],
])('refuses %j and says why', (password, reason) => {
  expect(objectionToPassword(password, ada)).toMatch(reason)
})
