'use client'

import { ChevronDown, X } from 'lucide-react'
import { FILE_KINDS, type FilterChoice, PERIODS } from '../lib/filter-choice.ts'
import { useMessages } from './preferences-provider.tsx'
import { Menu, MenuChoice } from './ui/menu.tsx'

/** Stands for "not restricted" in a menu, where nothing else can be called so. */
const ANY = ' '

interface FilterBarProps {
  readonly choice: FilterChoice
  readonly collections: readonly string[]
  readonly onChange: (choice: FilterChoice) => void
}

/** What the next questions are restricted to: collection, kind of file, time of change. */
export function FilterBar({ choice, collections, onChange }: FilterBarProps) {
  const { filters } = useMessages()
  const kinds = Object.keys(FILE_KINDS) as (keyof typeof FILE_KINDS)[]
  const periods = Object.keys(PERIODS) as (keyof typeof PERIODS)[]
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">{filters.label}</legend>
      {(collections.length > 0 || choice.collection !== null) && (
        <FilterChip
          name={filters.collection}
          any={filters.anyCollection}
          value={choice.collection}
          options={collections.map((name) => ({ value: name, text: name }))}
          onChange={(collection) => onChange({ ...choice, collection })}
        />
      )}
      <FilterChip
        name={filters.kind}
        any={filters.anyKind}
        value={choice.kind}
        options={kinds.map((kind) => ({ value: kind, text: filters.kinds[kind] }))}
        onChange={(kind) => onChange({ ...choice, kind })}
      />
      <FilterChip
        name={filters.period}
        any={filters.anyPeriod}
        value={choice.period}
        options={periods.map((period) => ({ value: period, text: filters.periods[period] }))}
        onChange={(period) => onChange({ ...choice, period })}
      />
    </fieldset>
  )
}

interface FilterChipProps<Value extends string> {
  readonly name: string
  readonly any: string
  readonly value: Value | null
  readonly options: readonly { readonly value: Value; readonly text: string }[]
  readonly onChange: (value: Value | null) => void
}

/** One filter: shows what is chosen, opens its choices, and is taken back by a cross of its own. */
function FilterChip<Value extends string>({ name, any, value, options, onChange }: FilterChipProps<Value>) {
  const { filters } = useMessages()
  const chosen = options.find((option) => option.value === value)?.text ?? value
  const look = value === null ? 'border-line text-ink-soft hover:text-ink' : 'border-accent bg-accent-soft text-accent'
  return (
    <div className={`flex min-w-0 items-center rounded-full border text-sm ${look}`}>
      <Menu
        align="start"
        trigger={
          <button type="button" className="flex min-h-8 min-w-0 items-center gap-1 rounded-full pr-2 pl-3">
            <span className="truncate">{chosen === null ? name : `${name}: ${chosen}`}</span>
            {chosen === null && <ChevronDown aria-hidden="true" className="size-3.5 shrink-0" />}
          </button>
        }
      >
        <MenuChoice<Value | typeof ANY>
          label={name}
          value={value ?? ANY}
          options={[{ value: ANY, text: any }, ...options]}
          onChange={(next) => onChange(next === ANY ? null : next)}
        />
      </Menu>
      {chosen !== null && (
        <button
          type="button"
          aria-label={filters.remove(`${name}: ${chosen}`)}
          onClick={() => onChange(null)}
          className="grid size-8 shrink-0 place-items-center rounded-full hover:text-accent-strong"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      )}
    </div>
  )
}
