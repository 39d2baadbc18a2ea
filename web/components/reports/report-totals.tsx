import type { Report } from '../../../src/contracts/reports.ts'
import { valueText } from '../../lib/report-values.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { useFormats } from '../preferences-provider.tsx'

/** More would be a table; the table has them all. */
const MOST_SHOWN = 4

/** The first numbers over the whole time. */
export function ReportTotals({ report }: { readonly report: Report }) {
  const texts = useTexts(reports)
  const formats = useFormats()
  return (
    <dl
      aria-label={texts.totals}
      className="mt-6 grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line lg:grid-cols-4"
    >
      {report.columns.slice(0, MOST_SHOWN).map(({ name, unit }) => (
        <div key={name} className="flex flex-col-reverse justify-end bg-surface px-4 py-3.5">
          <dt className="text-sm text-ink-soft">{texts.columns[name] ?? name}</dt>
          <dd className="text-2xl font-semibold tracking-tight tabular-nums">
            {valueText(report.total[name], unit, formats)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
