import type { ReactNode } from 'react'

/** Buttons at the end of a row: level with its first line, without making the row taller. */
export function RowActions({ children }: { readonly children: ReactNode }) {
  return <span className="-my-2 -mr-2 inline-flex">{children}</span>
}
