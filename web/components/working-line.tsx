import { useMessages } from './preferences-provider.tsx'

/** What the system does until the first words arrive. */
export function WorkingLine({ passages }: { readonly passages: number | null }) {
  const messages = useMessages()
  return (
    <p className="mt-4 flex items-center gap-3 text-ink-soft">
      <span aria-hidden="true" className="working-dots text-accent">
        <i />
        <i />
        <i />
      </span>
      {passages === null ? messages.answer.searching : messages.answer.reading(passages)}
    </p>
  )
}
