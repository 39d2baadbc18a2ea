'use client'

import { setNonce } from 'get-nonce'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { createFormats, type Formats } from '../lib/formats.ts'
import { messagesIn } from '../lib/messages-in.ts'
import { type Preferences, preferencesOf } from '../lib/preferences.ts'
import type { Messages } from '../messages/en.ts'

interface Shown {
  readonly preferences: Preferences
  readonly messages: Messages
  readonly formats: Formats
}

const PreferencesContext = createContext<Shown>(shownFor(preferencesOf(() => undefined, '')))

interface PreferencesProviderProps {
  readonly preferences: Preferences
  readonly children: ReactNode
}

/** Gives every component the language, the formats and the display that the server read from the request. */
export function PreferencesProvider({ preferences, children }: PreferencesProviderProps) {
  const { locale, regional, theme, contrast, singleKeys } = preferences
  const shown = useMemo(
    () => shownFor({ locale, regional, theme, contrast, singleKeys }),
    [locale, regional, theme, contrast, singleKeys],
  )
  useEffect(() => {
    // Dialogs and menus write a style sheet while they are open; the policy of the page asks it for the page's nonce.
    const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce
    if (nonce !== undefined) setNonce(nonce)
  }, [])
  return <PreferencesContext value={shown}>{children}</PreferencesContext>
}

function shownFor(preferences: Preferences): Shown {
  return { preferences, messages: messagesIn(preferences.locale), formats: createFormats(preferences.regional) }
}

/** Every sentence in the visitor's language. */
export function useMessages(): Messages {
  return useContext(PreferencesContext).messages
}

/** How the visitor's region writes numbers, sizes and times. */
export function useFormats(): Formats {
  return useContext(PreferencesContext).formats
}

export function usePreferences(): Preferences {
  return useContext(PreferencesContext).preferences
}
