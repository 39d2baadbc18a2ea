import { usePreferences } from '../components/preferences-provider.tsx'
import type { Locale } from './preferences.ts'

/** Texts that only some pages need, in the visitor's language: kept apart so that the other pages do not load them. */
export function useTexts<Texts>(texts: Readonly<Record<Locale, Texts>>): Texts {
  return texts[usePreferences().locale]
}
