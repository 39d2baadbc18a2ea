import { expect, test } from 'vitest'
import { preferencesOf } from './preferences.ts'

const of = (cookies: Readonly<Record<string, string>>, accepted: string) =>
  preferencesOf((name) => cookies[name], accepted)

test.each([
  ['', 'en', 'en-GB'],
  ['de', 'de', 'de-DE'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de', 'de-AT'],
  ['fr-FR,en-US;q=0.4,de;q=0.7', 'de', 'de-DE'],
  ['de;q=0,en-US', 'en', 'en-US'],
  ['<script>,*', 'en', 'en-GB'],
  ['fr', 'en', 'en-GB'],
])('a browser that asks for %j gets %s, written as in %s', (accepted, locale, regional) => {
  expect(of({}, accepted)).toMatchObject({ locale, regional })
})

test('a cookie beats what the browser asks for, and an unknown value says nothing', () => {
  expect(of({ footnote_language: 'de', footnote_theme: 'dark' }, 'en-US')).toEqual({
    locale: 'de',
    regional: 'de-DE',
    theme: 'dark',
    contrast: 'system',
    singleKeys: true,
  })
  expect(of({ footnote_language: 'xx', footnote_theme: 'pink', footnote_single_keys: 'off' }, 'en-US')).toMatchObject({
    locale: 'en',
    theme: 'system',
    singleKeys: false,
  })
})
