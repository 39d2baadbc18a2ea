/** Ids of groups in a row: those of identity providers are long and have no place to break. */
export function GroupIds({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return '–'
  return <span className="block min-w-32 max-w-md [overflow-wrap:anywhere]">{ids.join(', ')}</span>
}
