/** Grey bars where something other than a table is on its way; screen readers hear what. */
export function Waiting({ text }: { readonly text: string }) {
  return (
    <output className="mt-6 block space-y-3">
      <span className="sr-only">{text}</span>
      <span aria-hidden="true" className="skeleton h-4 w-2/3" />
      <span aria-hidden="true" className="skeleton h-4 w-full" />
      <span aria-hidden="true" className="skeleton h-4 w-1/2" />
    </output>
  )
}
