import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { DataTable } from './data-table.tsx'
import { FormField, Select, TextArea, TextInput } from './form-field.tsx'
import { nextSorting } from './sort-header.tsx'
import { Tabs } from './tabs.tsx'

interface City {
  readonly name: string
  readonly people: number
}

const TABLE = {
  caption: 'Cities',
  columns: [
    { id: 'name', name: 'Name', cell: (city: City) => city.name, sortable: true },
    { id: 'people', name: 'People', cell: (city: City) => city.people, align: 'right' as const },
  ],
  keyOf: (city: City) => city.name,
  empty: 'No cities yet',
  onSort: () => {},
}
const tableOf = (rows: readonly City[] | null, more = {}) =>
  renderToStaticMarkup(createElement(DataTable<City>, { ...TABLE, rows, ...more }))

test('a table names its rows by the first column and says how it is sorted', () => {
  const html = tableOf([{ name: 'Bremen', people: 570_000 }], {
    sorting: { columnId: 'name', direction: 'descending' },
  })
  expect(html).toContain('<caption class="sr-only">Cities</caption>')
  expect(html).toMatch(/<th scope="col" aria-sort="descending"/)
  expect(html).toMatch(/<th scope="row"[^>]*>Bremen</)
})

test('a table without rows says so, one that waits is busy, and only one with more to come has the button', () => {
  expect(tableOf([])).toContain('No cities yet')
  expect(tableOf(null)).toContain('aria-busy="true"')
  expect(tableOf([{ name: 'Bremen', people: 1 }])).not.toContain('Show more')
  expect(tableOf([{ name: 'Bremen', people: 1 }], { onMore: () => {} })).toContain('Show more')
})

test('a second click on a column turns its order, another column begins anew', () => {
  const first = nextSorting(null, 'name')
  expect(first).toEqual({ columnId: 'name', direction: 'ascending' })
  expect(nextSorting(first, 'name').direction).toBe('descending')
  expect(nextSorting(nextSorting(first, 'name'), 'people')).toEqual({ columnId: 'people', direction: 'ascending' })
})

test.each([TextInput, TextArea, Select])('a field ties label, hint and error to its control', (piece) => {
  const html = renderToStaticMarkup(
    createElement(FormField, {
      label: 'Name',
      hint: 'As on the door',
      error: 'Give a name.',
      control: (props) => createElement(piece as typeof TextInput, props),
    }),
  )
  const id = /<label for="([^"]+)"/.exec(html)?.[1] ?? ''
  expect(html).toContain(`id="${id}" aria-describedby="${id}-hint ${id}-error" aria-invalid="true"`)
  expect(html).toContain(`<p id="${id}-error" role="alert"`)
})

test('tabs show the first of several views', () => {
  const tabs = ['one', 'two'].map((id) => ({ id, name: id, content: `view ${id}` }))
  const html = renderToStaticMarkup(createElement(Tabs, { label: 'Views', tabs }))
  expect(html).toContain('view one')
  expect(html).not.toContain('view two')
})
