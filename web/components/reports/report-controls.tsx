import type { ReportDescription } from '../../../src/contracts/reports.ts'
import { type ReportChoice, SPANS_IN_DAYS } from '../../lib/reports.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { FormField, Select } from '../ui/form-field.tsx'

interface ReportControlsProps {
  readonly definition: ReportDescription
  readonly choice: ReportChoice
  readonly onChange: (choice: ReportChoice) => void
}

/** Time span, what a row is, and whose numbers where there is a choice. */
export function ReportControls({ definition, choice, onChange }: ReportControlsProps) {
  const texts = useTexts(reports)
  return (
    <div className="flex flex-wrap gap-3">
      <SpanField days={choice.days} onChange={(days) => onChange({ ...choice, days })} />
      <FormField
        label={texts.by}
        control={(props) => (
          <Select
            {...props}
            value={choice.by}
            onChange={({ target }) =>
              onChange({ ...choice, by: definition.by.find((one) => one === target.value) ?? choice.by })
            }
          >
            {definition.by.map((one) => (
              <option key={one} value={one}>
                {texts.groupings[one]}
              </option>
            ))}
          </Select>
        )}
      />
      {definition.of.length > 1 && (
        <FormField
          label={texts.of}
          control={(props) => (
            <Select
              {...props}
              value={choice.of}
              onChange={({ target }) =>
                onChange({ ...choice, of: definition.of.find((one) => one === target.value) ?? choice.of })
              }
            >
              {definition.of.map((one) => (
                <option key={one} value={one}>
                  {texts.whose[one]}
                </option>
              ))}
            </Select>
          )}
        />
      )}
    </div>
  )
}

interface SpanFieldProps {
  readonly days: number
  readonly onChange: (days: number) => void
}

/** How far back to look. */
export function SpanField({ days, onChange }: SpanFieldProps) {
  const texts = useTexts(reports)
  return (
    <FormField
      label={texts.span}
      control={(props) => (
        <Select {...props} value={days} onChange={({ target }) => onChange(Number(target.value))}>
          {SPANS_IN_DAYS.map((span) => (
            <option key={span} value={span}>
              {texts.days(span)}
            </option>
          ))}
        </Select>
      )}
    />
  )
}
