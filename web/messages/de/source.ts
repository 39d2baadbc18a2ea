import type { source as english } from '../en/source.ts'

export const source: typeof english = {
  source: {
    footnote: (number, title, page) =>
      page === null ? `Fußnote ${number}: ${title}` : `Fußnote ${number}: ${title}, Seite ${page}`,
    page: (page) => `Seite ${page}`,
    pages: (first, last) => `Seiten ${first} bis ${last}`,
    changed: 'Neuere Fassung',
    panel: 'Quelle',
    numbered: (number) => `Quelle ${number}`,
    nearest: 'Nächstliegende Textstelle',
    close: 'Quelle schließen',
    previous: 'Vorige Quelle',
    next: 'Nächste Quelle',
    previousPage: 'Vorige Seite',
    nextPage: 'Nächste Seite',
    pageOf: (page, pages) => `Seite ${page} von ${pages}`,
    showText: 'Als Text zeigen',
    showPage: 'Die Seite zeigen',
    download: 'Herunterladen',
    previousKey: 'Vorige Quelle, solange eine offen ist',
    nextKey: 'Nächste Quelle, solange eine offen ist',
    loading: 'Die Textstelle wird geöffnet',
    openOriginal: 'Original öffnen',
    openOriginalAt: (page) => `Original öffnen (Seite ${page})`,
    opensInNewTab: '(öffnet in einem neuen Tab)',
  },
}
