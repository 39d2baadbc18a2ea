import { de } from '../messages/de.ts'
import { en, type Messages } from '../messages/en.ts'
import type { Locale } from './preferences.ts'

/** Every sentence in one language. */
export function messagesIn(locale: Locale): Messages {
  return locale === 'de' ? de : en
}
