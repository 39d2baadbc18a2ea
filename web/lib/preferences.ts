/** How a visitor wants the pages: kept in cookies, so that the server renders them right at once. */
export interface Preferences {
  readonly locale: Locale
  /** Tag that dates and numbers are written by: the visitor's own regional one where it is of the same language. */
  readonly regional: string
  readonly theme: Theme
  readonly contrast: Contrast
  /** False when single keys must not do anything (WCAG 2.1.4). */
  readonly singleKeys: boolean
}

export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const CONTRASTS = ['system', 'more'] as const
export type Contrast = (typeof CONTRASTS)[number]

/** Names of the cookies. */
export const PREFERENCE_COOKIES = {
  locale: 'footnote_language',
  theme: 'footnote_theme',
  contrast: 'footnote_contrast',
  singleKeys: 'footnote_single_keys',
} as const

const REGIONAL: Readonly<Record<Locale, string>> = { en: 'en-GB', de: 'de-DE' }

/**
 * The preferences of a request. `cookie` gives the value of a cookie; `accepted` is its `Accept-Language`. What is not
 * known counts as not said.
 */
export function preferencesOf(cookie: (name: string) => string | undefined, accepted: string): Preferences {
  const tags = acceptedTags(accepted)
  const locale =
    oneOf(LOCALES, cookie(PREFERENCE_COOKIES.locale)) ??
    tags.map((tag) => oneOf(LOCALES, languageOf(tag))).find((known) => known !== undefined) ??
    'en'
  return {
    locale,
    regional: tags.find((tag) => tag.includes('-') && languageOf(tag) === locale) ?? REGIONAL[locale],
    theme: oneOf(THEMES, cookie(PREFERENCE_COOKIES.theme)) ?? 'system',
    contrast: oneOf(CONTRASTS, cookie(PREFERENCE_COOKIES.contrast)) ?? 'system',
    singleKeys: cookie(PREFERENCE_COOKIES.singleKeys) !== 'off',
  }
}

/** The tags of an `Accept-Language` header that are well formed, most wanted first. */
function acceptedTags(accepted: string): readonly string[] {
  return accepted
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.split(';')
      return { tag: canonical(tag.trim()), wanted: quality === undefined ? 1 : Number(quality.replace(/^\s*q=/, '')) }
    })
    .filter(({ tag, wanted }) => tag !== '' && wanted > 0)
    .sort((one, other) => other.wanted - one.wanted)
    .map(({ tag }) => tag)
}

function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? ''
  } catch {
    return ''
  }
}

function languageOf(tag: string): string {
  return tag.split('-', 1)[0] ?? ''
}

function oneOf<Value extends string>(values: readonly Value[], value: string | undefined): Value | undefined {
  return values.find((known) => known === value)
}
