'use client'

import { CartesianGrid, ErrorBar, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { MeasuredPoint } from '../../lib/evaluation.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { evaluation } from '../../messages/evaluation.ts'
import { useFormats } from '../preferences-provider.tsx'

interface EvaluationChartProps {
  readonly name: string
  /** The oldest first. */
  readonly points: readonly MeasuredPoint[]
}

const TICK = { fill: 'var(--ink-soft)', fontSize: 12 }

/** A measure from 0 to 1 over the runs, with a bar for each interval. Arrow keys move through the points. */
export function EvaluationChart({ name, points }: EvaluationChartProps) {
  const texts = useTexts(evaluation)
  const formats = useFormats()
  const drawn = points.map(({ time, mean, low, high }) => ({
    time,
    mean,
    ends: [mean - low, high - mean],
    said: `${formats.percent(mean)} ${texts.interval(formats.percent(low), formats.percent(high))}`,
  }))
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart accessibilityLayer title={name} data={drawn} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="time"
          tick={TICK}
          stroke="var(--edge)"
          minTickGap={24}
          padding={{ left: 12, right: 12 }}
          tickFormatter={(time: string) => formats.day(time)}
        />
        <YAxis
          width="auto"
          tick={TICK}
          stroke="var(--edge)"
          domain={[0, 1]}
          tickFormatter={(value: number) => formats.percent(value)}
        />
        <Tooltip
          isAnimationActive={false}
          contentStyle={{ background: 'var(--surface)', border: '1px solid var(--edge)', borderRadius: 8 }}
          labelStyle={{ color: 'var(--ink-soft)' }}
          labelFormatter={(time) => (typeof time === 'string' ? formats.time(time) : time)}
          itemStyle={{ color: 'var(--ink)' }}
          cursor={{ fill: 'var(--sunken)', stroke: 'var(--edge)' }}
          formatter={(_value, _name, { payload }: { readonly payload?: { readonly said?: string } }) => [
            payload?.said ?? '',
            name,
          ]}
        />
        <Line
          dataKey="mean"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={{ r: 3.5, fill: 'var(--accent)' }}
          isAnimationActive={false}
        >
          <ErrorBar dataKey="ends" width={6} stroke="var(--ink-soft)" strokeWidth={1.5} isAnimationActive={false} />
        </Line>
      </LineChart>
    </ResponsiveContainer>
  )
}
