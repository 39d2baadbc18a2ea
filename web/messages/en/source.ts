export const source = {
  source: {
    footnote: (number: number, title: string, page: number | null) =>
      page === null ? `Footnote ${number}: ${title}` : `Footnote ${number}: ${title}, page ${page}`,
    page: (page: number) => `Page ${page}`,
    pages: (first: number, last: number) => `Pages ${first} to ${last}`,
    changed: 'Newer version',
    panel: 'Source',
    numbered: (number: number) => `Source ${number}`,
    nearest: 'Nearest passage',
    close: 'Close the source',
    previous: 'Previous source',
    next: 'Next source',
    loading: 'Opening the passage',
    openOriginal: 'Open the original',
    openOriginalAt: (page: number) => `Open the original (page ${page})`,
    opensInNewTab: '(opens in a new tab)',
  },
}
