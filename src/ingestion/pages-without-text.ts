interface Pages {
  readonly mediaType: string
  readonly pages: number | null
  /** 1-based. */
  readonly pagesWithoutText: readonly number[]
}

/** More numbers hide the sentence. */
const SHOWN_NUMBERS = 10

/** What the pages of a file are called where people see them. */
export function pageWord(mediaType: string): 'page' | 'slide' | 'sheet' {
  if (mediaType.includes('presentation') || mediaType.includes('powerpoint')) return 'slide'
  return mediaType.includes('spreadsheet') || mediaType.includes('excel') ? 'sheet' : 'page'
}

/** Says which pages hold no text, as the beginning of a sentence; null when all hold some. */
export function describePagesWithoutText({ mediaType, pages, pagesWithoutText }: Pages): string | null {
  const count = pagesWithoutText.length
  if (count === 0) return null
  const some = pagesWithoutText.slice(0, SHOWN_NUMBERS).join(', ')
  const more = count > SHOWN_NUMBERS ? ', …' : ''
  const word = pageWord(mediaType)
  return `${count} of ${pages ?? count} ${pages === 1 ? word : `${word}s`} ${count === 1 ? 'holds' : 'hold'} no text (${some}${more})`
}
