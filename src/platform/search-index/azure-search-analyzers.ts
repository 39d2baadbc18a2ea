/**
 * How Azure takes the texts of a language apart, for programs that search `content` and `title` themselves. Footnote searches
 * its own terms. The analysers named .microsoft know word forms, those named .lucene stems.
 */
export const ANALYZERS: Readonly<Record<string, string>> = {
  ar: 'ar.microsoft',
  bg: 'bg.microsoft',
  cs: 'cs.microsoft',
  da: 'da.microsoft',
  de: 'de.microsoft',
  el: 'el.microsoft',
  en: 'en.microsoft',
  es: 'es.microsoft',
  fi: 'fi.microsoft',
  fr: 'fr.microsoft',
  he: 'he.microsoft',
  hi: 'hi.microsoft',
  hu: 'hu.microsoft',
  it: 'it.microsoft',
  ja: 'ja.microsoft',
  ko: 'ko.microsoft',
  nb: 'nb.microsoft',
  nl: 'nl.microsoft',
  pl: 'pl.microsoft',
  pt: 'pt-PT.microsoft',
  ro: 'ro.microsoft',
  ru: 'ru.microsoft',
  sv: 'sv.microsoft',
  th: 'th.microsoft',
  tr: 'tr.microsoft',
  uk: 'uk.microsoft',
  vi: 'vi.microsoft',
  zh: 'zh-Hans.microsoft',
}

/** The analyser of a language, given by two letters; texts in any other are parted by the rules of Unicode. */
export function analyzerOf(language: string | null): string {
  return (language === null ? undefined : ANALYZERS[language]) ?? 'standard.lucene'
}
