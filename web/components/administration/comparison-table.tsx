/** A figure of what is in use, and of what may replace it. */
export interface ComparedMeasure {
  readonly name: string
  /** What it was measured on. */
  readonly basis?: string
  readonly before: string
  readonly now: string
}

interface ComparisonTableProps {
  /** What is compared, for screen readers. */
  readonly caption: string
  /** Names of the three columns. */
  readonly columns: Readonly<Record<'name' | 'before' | 'now', string>>
  readonly measures: readonly ComparedMeasure[]
}

/** Figures before and after a change, side by side. */
export function ComparisonTable({ caption, columns, measures }: ComparisonTableProps) {
  return (
    <table className="mt-3 w-full border-collapse text-left text-sm tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-line text-ink-soft">
          <th scope="col" className="py-1.5 pr-3 font-normal">
            {columns.name}
          </th>
          <th scope="col" className="px-3 py-1.5 text-right font-normal sm:whitespace-nowrap">
            {columns.before}
          </th>
          <th scope="col" className="py-1.5 pl-3 text-right font-normal sm:whitespace-nowrap">
            {columns.now}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {measures.map(({ name, basis, before, now }) => (
          <tr key={name}>
            <th scope="row" className="py-1.5 pr-3 font-normal">
              {name}
              {basis !== undefined && <span className="text-ink-soft max-sm:block"> {basis}</span>}
            </th>
            <td className="px-3 py-1.5 text-right">{before}</td>
            <td className="py-1.5 pl-3 text-right font-medium">{now}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
