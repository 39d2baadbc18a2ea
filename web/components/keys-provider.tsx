'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { KeysDialog } from './keys-dialog.tsx'
import { useMessages, usePreferences } from './preferences-provider.tsx'

/** A single key that does something on the page that is open. */
export interface PageKey {
  readonly key: string
  /** What it does, for the list of keys. */
  readonly text: string
  readonly act: () => void
}

interface Keys {
  /** Add a key; the returned function takes it away again. */
  readonly add: (key: PageKey) => () => void
  readonly showList: () => void
}

const KeysContext = createContext<Keys>({ add: () => () => {}, showList: () => {} })

/** Open the list of keys. */
export function useKeyList(): () => void {
  return useContext(KeysContext).showList
}

/** While a component is shown, `key` does something, and stands in the list that `?` opens. */
export function usePageKey(key: string, text: string, act: () => void): void {
  const { add } = useContext(KeysContext)
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => add({ key, text, act: () => latest.current() }), [add, key, text])
}

/** Single keys for the page that is open, and the dialog that lists them. They rest while text is typed or a dialog is open. */
export function KeysProvider({ children }: { readonly children: ReactNode }) {
  const messages = useMessages()
  const { singleKeys } = usePreferences()
  const [keys, setKeys] = useState<readonly PageKey[]>([])
  const [listed, setListed] = useState(false)

  const add = useCallback((key: PageKey) => {
    setKeys((all) => [...all, key])
    return () => setKeys((all) => all.filter((one) => one !== key))
  }, [])
  const showList = useCallback(() => setListed(true), [])
  const known = useMemo(
    () => [{ key: '?', text: messages.keys.help, act: showList }, ...keys],
    [keys, showList, messages],
  )

  useEffect(() => {
    if (!singleKeys) return undefined
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return
      // The last one added is that of the innermost part of the page.
      const pressed = known.findLast(({ key }) => key === event.key)
      if (pressed === undefined) return
      event.preventDefault()
      pressed.act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [known, singleKeys])

  const context = useMemo(() => ({ add, showList }), [add, showList])
  return (
    <KeysContext value={context}>
      {children}
      {listed && <KeysDialog keys={known} onClose={() => setListed(false)} />}
    </KeysContext>
  )
}

/** True where a key belongs to what has the focus: text being typed, a menu, a dialog. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, [role=menu], [role=dialog]') !== null
}
