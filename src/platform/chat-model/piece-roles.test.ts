import { expect, test } from 'vitest'
import { splitPassage } from './passage-pieces.ts'
import { type PieceRole, rolesOf } from './piece-roles.ts'

function roles(text: string, headings: readonly string[] = []): PieceRole[] {
  return rolesOf(splitPassage(text), headings)
}

test('tells menus, page numbers, legal and version lines from text', () => {
  const lines = ['Home · Policies · Travel', 'Page 3 of 12', '© 2026 Example', 'Travel policy, version 4']
  expect(roles(lines.join('\n'), ['Travel policy'])).toEqual(Array(4).fill('furniture'))
})

test('knows headings by title and path, and by running text or a table below', () => {
  expect(roles('Annual leave\nGold plan', ['Annual leave'])).toEqual(['heading', 'text'])
  expect(roles('Annual leave\n\nEmployees get 30 days.')).toEqual(['heading', 'text'])
  expect(roles('Budget\nItem | 2025\nTravel | 40000')).toEqual(['heading', 'header-row', 'text'])
})

test('takes the first row for a header when it names columns, years included', () => {
  expect(roles('Item | Owner | 2025\nTravel | Finance | 40000')).toEqual(['header-row', 'text'])
  expect(roles('Phone | 4444\nFax | 4445')).toEqual(['text', 'text'])
  expect(roles('| Fiscal |\n| 2019 | 2018\nSales | 5 | 6')).toEqual(['header-row', 'header-row', 'text'])
})

test('takes no sentence of other scripts for a heading', () => {
  expect(roles('公司成立于1990年。它在里昂。')).toEqual(['text', 'text'])
  expect(roles('कंपनी बड़ी है।\nयह लियोन में है।')).toEqual(['text', 'text'])
})
