import { ArrowDown, ArrowUp } from 'lucide-react'

export interface Sorting {
  readonly columnId: string
  readonly direction: 'ascending' | 'descending'
}

interface SortHeaderProps {
  readonly name: string
  readonly right: boolean
  readonly nameHidden: boolean
  /** Null when the rows are not sorted by this column. */
  readonly direction: Sorting['direction'] | null
  /** Null when they cannot be. */
  readonly onSort: (() => void) | null
}

/** The head of a column; a button where the rows can be sorted by it. */
export function SortHeader({ name, right, nameHidden, direction, onSort }: SortHeaderProps) {
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  const side = right ? 'text-right' : ''
  if (onSort === null) {
    return (
      <th scope="col" className={`px-4 py-2.5 font-medium whitespace-nowrap ${side}`}>
        <span className={nameHidden ? 'sr-only' : ''}>{name}</span>
      </th>
    )
  }
  return (
    <th scope="col" aria-sort={direction ?? 'none'} className={`px-2 py-1 font-medium whitespace-nowrap ${side}`}>
      <button
        type="button"
        onClick={onSort}
        className={`inline-flex min-h-8 items-center gap-1 rounded-md px-2 hover:bg-sunken hover:text-ink ${right ? 'flex-row-reverse' : ''}`}
      >
        {name}
        <Arrow aria-hidden="true" className={`size-3.5 ${direction === null ? 'opacity-0' : ''}`} />
      </button>
    </th>
  )
}

/** The sorting after a click on a column: ascending first, then the other way. */
export function nextSorting(before: Sorting | null, columnId: string): Sorting {
  const again = before?.columnId === columnId && before.direction === 'ascending'
  return { columnId, direction: again ? 'descending' : 'ascending' }
}
