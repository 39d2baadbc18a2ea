'use client'

import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { Report, ReportColumn } from '../../../src/contracts/reports.ts'
import { fillTimes } from '../../lib/fill-times.ts'
import { isTime, keyText, valueText } from '../../lib/report-values.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { useFormats } from '../preferences-provider.tsx'

interface ReportChartProps {
  readonly report: Report
  readonly column: ReportColumn
}

/** More bars than this cannot be told apart. */
const MOST_BARS = 20
/** Points are marked where they are few: a single one would be no line at all. */
const MOST_DOTS = 40
const TICK = { fill: 'var(--ink-soft)', fontSize: 12 }

/** Times as a line, names as bars. Arrow keys move through the points. */
export function ReportChart({ report, column }: ReportChartProps) {
  const texts = useTexts(reports)
  const formats = useFormats()
  const { by } = report
  const points = fillTimes(report).map((row) => ({
    key: keyText(row[by], by, formats, texts.none),
    value: row[column.name] ?? null,
  }))
  const name = texts.columns[column.name] ?? column.name
  const shared = { accessibilityLayer: true, title: name, margin: { top: 8, right: 12, bottom: 0, left: 0 } }
  const axes = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis key="x" dataKey="key" tick={TICK} stroke="var(--edge)" minTickGap={24} />,
    <YAxis
      key="y"
      width="auto"
      tick={TICK}
      stroke="var(--edge)"
      allowDecimals={column.unit !== 'count'}
      tickFormatter={(value: number) => valueText(value, column.unit, formats)}
    />,
    <Tooltip
      key="tooltip"
      isAnimationActive={false}
      contentStyle={{ background: 'var(--surface)', border: '1px solid var(--edge)', borderRadius: 8 }}
      labelStyle={{ color: 'var(--ink-soft)' }}
      itemStyle={{ color: 'var(--ink)' }}
      cursor={{ fill: 'var(--sunken)', stroke: 'var(--edge)' }}
      formatter={(value) => [valueText(typeof value === 'number' ? value : null, column.unit, formats), name]}
    />,
  ]
  return (
    <ResponsiveContainer width="100%" height="100%">
      {isTime(by) ? (
        <LineChart {...shared} data={points}>
          {axes}
          <Line
            dataKey="value"
            stroke="var(--accent)"
            strokeWidth={2}
            dot={points.length <= MOST_DOTS && { r: 3.5, fill: 'var(--accent)' }}
            isAnimationActive={false}
          />
        </LineChart>
      ) : (
        <BarChart {...shared} data={points.slice(0, MOST_BARS)}>
          {axes}
          <Bar dataKey="value" fill="var(--accent)" maxBarSize={48} radius={[4, 4, 0, 0]} isAnimationActive={false} />
        </BarChart>
      )}
    </ResponsiveContainer>
  )
}
