'use client'

import type { AuditFilter } from '../../../src/contracts/audit.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { acts } from '../../messages/acts.ts'
import { FormField, Select, TextInput } from '../ui/form-field.tsx'

interface ActFilterProps {
  readonly filter: AuditFilter
  readonly onChange: (filter: AuditFilter) => void
}

/** Which acts to list: a kind, an object, days. */
export function ActFilter({ filter, onChange }: ActFilterProps) {
  const texts = useTexts(acts)
  const change = (part: AuditFilter) => onChange(withoutEmpty({ ...filter, ...part }))
  const names = Object.entries(texts.kinds).toSorted(([, a], [, b]) => a.localeCompare(b))
  return (
    <div className="mt-5 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <FormField
        label={texts.kind}
        control={(props) => (
          <Select
            {...props}
            value={filter.kind ?? ''}
            onChange={({ target }) => change({ kind: target.value === '' ? undefined : kindOf(target.value) })}
          >
            <option value="">{texts.everyKind}</option>
            {names.map(([kind, name]) => (
              <option key={kind} value={kind}>
                {name}
              </option>
            ))}
          </Select>
        )}
      />
      <FormField
        label={texts.about}
        control={(props) => (
          <TextInput
            {...props}
            placeholder={texts.aboutHint}
            onBlur={({ target }) => change({ about: target.value.trim() })}
            onKeyDown={({ key, currentTarget }) => key === 'Enter' && change({ about: currentTarget.value.trim() })}
          />
        )}
      />
      <FormField
        label={texts.from}
        control={(props) => (
          <TextInput {...props} type="date" onChange={({ target }) => change({ from: startOf(target.value, 0) })} />
        )}
      />
      <FormField
        label={texts.to}
        control={(props) => (
          <TextInput {...props} type="date" onChange={({ target }) => change({ to: startOf(target.value, 1) })} />
        )}
      />
    </div>
  )
}

/** Every choice of a list of kinds is one of them. */
function kindOf(value: string): AuditFilter['kind'] {
  return value as AuditFilter['kind']
}

/** The beginning of a day here, so many days later; nothing without a day. */
function startOf(day: string, later: number): string | undefined {
  if (day === '') return undefined
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

function withoutEmpty(filter: AuditFilter): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''))
}
