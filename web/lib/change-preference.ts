import { PREFERENCE_COOKIES, type Preferences } from './preferences.ts'

const YEAR_IN_SECONDS = 31_536_000

/** What a visitor may change; `regional` follows from the browser. */
export type PreferenceChange = Partial<Omit<Preferences, 'regional'>>

/** Keep changed preferences for the next page, and show this one by them at once. Texts follow when it is rendered again. */
export function changePreference({ locale, theme, contrast, singleKeys }: PreferenceChange): void {
  const { dataset } = document.documentElement
  if (locale !== undefined) keep(PREFERENCE_COOKIES.locale, locale)
  if (theme !== undefined) {
    keep(PREFERENCE_COOKIES.theme, theme)
    dataset['theme'] = theme
  }
  if (contrast !== undefined) {
    keep(PREFERENCE_COOKIES.contrast, contrast)
    dataset['contrast'] = contrast
  }
  if (singleKeys !== undefined) keep(PREFERENCE_COOKIES.singleKeys, singleKeys ? 'on' : 'off')
}

function keep(name: string, value: string): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  // oxlint-disable-next-line unicorn/no-document-cookie -- the interface that replaces it is missing in plain http pages.
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_IN_SECONDS}; samesite=lax${secure}`
}
