import { expect, it } from 'vitest'
import { Environment } from './config.ts'
import { shownSettings } from './shown-settings.ts'

const shown = (given: Readonly<Record<string, string>>, name: string) =>
  shownSettings(given).find((setting) => setting.name === name)

it('tells of every setting what it means, its value and where that comes from', () => {
  expect(shownSettings({}).map(({ name }) => name)).toEqual(Object.keys(Environment.shape))
  expect(shownSettings({}).every(({ meaning, origin }) => meaning !== '' && origin === 'default')).toBe(true)
  expect(shown({}, 'FOOTNOTE_PORT')).toMatchObject({ value: '3000', origin: 'default', secret: false })
  expect(shown({ FOOTNOTE_PORT: '80' }, 'FOOTNOTE_PORT')).toMatchObject({ value: '80', origin: 'environment' })
  expect(shown({}, 'FOOTNOTE_PUBLIC_URL')).toMatchObject({ value: null, origin: 'default' })
})

it('shows no secret, only that there is one', () => {
  const names = Object.keys(Environment.shape).filter((name) => /SECRET$|_KEY|CONNECTION_STRING|WEBHOOK/.test(name))
  expect(names.length).toBeGreaterThan(8)
  const given = Object.fromEntries(names.map((name) => [name, 'opens-everything']))
  const settings = shownSettings(given).filter(({ origin }) => origin === 'environment')
  expect(JSON.stringify(settings)).not.toContain('opens-everything')
  expect(settings.every(({ secret }) => secret)).toBe(true)
})

it.each([
  ['postgres://ada:opens@db.example.org/notes', 'postgres://…@db.example.org/notes'],
  ['redis://:opens@cache:6379', 'redis://…@cache:6379'],
  ['https://store.example.org/c?sig=opens&se=2027', 'https://store.example.org/c?…'],
  ['https://ada:opens@example.org,http://proxy?opens', 'https://…@example.org,http://proxy?…'],
  ['a folder/with@sign?', 'a folder/with@sign?'],
])('takes what opens something out of %s', (value, rest) => {
  expect(shown({ FOOTNOTE_DATABASE_URL: value }, 'FOOTNOTE_DATABASE_URL')?.value).toBe(rest)
})
