const OPEN_XML = 'application/vnd.openxmlformats-officedocument'
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument'

const WORDS: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  [`${OPEN_XML}.wordprocessingml.document`]: 'Word',
  [`${OPEN_XML}.presentationml.presentation`]: 'PowerPoint',
  [`${OPEN_XML}.spreadsheetml.sheet`]: 'Excel',
  'application/msword': 'old Word',
  'application/vnd.ms-powerpoint': 'old PowerPoint',
  'application/vnd.ms-excel': 'old Excel',
  [`${OPEN_DOCUMENT}.text`]: 'OpenDocument text',
  [`${OPEN_DOCUMENT}.presentation`]: 'OpenDocument slides',
  [`${OPEN_DOCUMENT}.spreadsheet`]: 'OpenDocument sheets',
  'application/rtf': 'RTF',
  'application/epub+zip': 'EPUB',
  'text/html': 'web page',
  'text/markdown': 'Markdown',
  'text/csv': 'CSV',
  'text/plain': 'text',
  'application/json': 'JSON',
  'message/rfc822': 'mail',
  'application/vnd.ms-outlook': 'Outlook mail',
  'application/zip': 'zip archive',
  'image/png': 'PNG image',
  'image/jpeg': 'JPEG image',
  'application/octet-stream': '',
}

/** What the content of a file was taken for, whatever its name says; the media type itself where there is no word. */
export function typeInWords(mediaType: string | null): string {
  if (mediaType === null) return ''
  return WORDS[mediaType] ?? mediaType
}
