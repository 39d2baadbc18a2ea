'use client'

import { useEffect, useId, useState } from 'react'
import type { DocumentSummary } from '../../../src/contracts/documents.ts'
import { DOCUMENT_STATES, type DocumentFilter } from '../../lib/documents.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useMessages } from '../preferences-provider.tsx'
import { FormField, Select, TextInput } from '../ui/form-field.tsx'

/** A pause in typing after which the list is read again. */
const TYPING_PAUSE_IN_MS = 300

interface DocumentFiltersProps {
  /** What is listed now: its collections and sources are offered. */
  readonly rows: readonly DocumentSummary[]
  readonly onChange: (filter: DocumentFilter) => void
}

const NOTHING = { title: '', state: '', collection: '', source: '' }

/** Which documents to list, by title, state, collection and source. */
export function DocumentFilters({ rows, onChange }: DocumentFiltersProps) {
  const messages = useMessages()
  const { filters: texts } = useTexts(manageDocuments)
  const [typed, setTyped] = useState(NOTHING)
  const change = (name: keyof typeof NOTHING, value: string) => setTyped((before) => ({ ...before, [name]: value }))
  useEffect(() => {
    // Nothing was typed yet: the list is there already.
    if (typed === NOTHING) return undefined
    const timer = setTimeout(() => onChange(filterOf(typed)), TYPING_PAUSE_IN_MS)
    return () => clearTimeout(timer)
  }, [typed, onChange])
  return (
    <search
      aria-label={texts.label}
      className="mt-6 grid grid-cols-2 gap-3 md:grid-cols-[2fr_1fr_1fr_1fr] max-md:[&>*:nth-child(-n+2)]:col-span-2"
    >
      <FormField
        label={texts.title}
        control={(props) => (
          <TextInput
            {...props}
            type="search"
            value={typed.title}
            onChange={({ target }) => change('title', target.value)}
          />
        )}
      />
      <FormField
        label={texts.state}
        control={(props) => (
          <Select {...props} value={typed.state} onChange={({ target }) => change('state', target.value)}>
            <option value="">{texts.allStates}</option>
            {DOCUMENT_STATES.map((state) => (
              <option key={state} value={state}>
                {messages.states[state]}
              </option>
            ))}
          </Select>
        )}
      />
      <NameFilter
        label={texts.collection}
        names={rows.flatMap(({ collection }) => collection ?? [])}
        value={typed.collection}
        onChange={(value) => change('collection', value)}
      />
      <NameFilter
        label={texts.source}
        names={rows.map(({ source }) => source)}
        value={typed.source}
        onChange={(value) => change('source', value)}
      />
    </search>
  )
}

interface NameFilterProps {
  readonly label: string
  readonly names: readonly string[]
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A name to type; those that are in sight are offered. */
function NameFilter({ label, names, value, onChange }: NameFilterProps) {
  const listId = useId()
  return (
    <div>
      <FormField
        label={label}
        control={(props) => (
          <TextInput {...props} list={listId} value={value} onChange={({ target }) => onChange(target.value)} />
        )}
      />
      <datalist id={listId}>
        {[...new Set(names)].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </div>
  )
}

function filterOf(typed: typeof NOTHING): DocumentFilter {
  const given = Object.entries(typed).filter(([, value]) => value.trim() !== '')
  return Object.fromEntries(given.map(([name, value]) => [name, value.trim()]))
}
