'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Report } from '../../../src/contracts/reports.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { FormField, Select } from '../ui/form-field.tsx'

/** The library that draws is large and measures the page: it is loaded here only, and in browsers only. */
const ReportChart = dynamic(() => import('./report-chart.tsx').then((file) => file.ReportChart), {
  ssr: false,
  loading: () => <span aria-hidden="true" className="skeleton h-full w-full" />,
})

/** One column of a report as a chart. */
export function ReportChartBox({ report }: { readonly report: Report }) {
  const texts = useTexts(reports)
  const [chosen, setChosen] = useState('')
  const column = report.columns.find(({ name }) => name === chosen) ?? report.columns[0]
  if (column === undefined) return null
  return (
    <section aria-label={texts.chart} className="mt-6 rounded-xl border border-line bg-surface p-4 sm:p-5">
      <div className="mb-4 w-fit min-w-48">
        <FormField
          label={texts.show}
          control={(props) => (
            <Select {...props} value={column.name} onChange={({ target }) => setChosen(target.value)}>
              {report.columns.map(({ name }) => (
                <option key={name} value={name}>
                  {texts.columns[name] ?? name}
                </option>
              ))}
            </Select>
          )}
        />
      </div>
      <div className="h-72">
        <ReportChart report={report} column={column} />
      </div>
    </section>
  )
}
