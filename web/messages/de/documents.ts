import type { documents as english } from '../en/documents.ts'

export const documents: typeof english = {
  library: {
    title: 'Dokumente',
    lead: 'Antworten nutzen die Dokumente in dieser Liste. Ein gelöschtes Dokument antwortet sofort nicht mehr.',
    empty: 'Noch keine Dokumente',
    emptyHint: 'Fügen Sie PDF-, Word-, PowerPoint-, Excel-, Web-, Markdown-, Text-, CSV- oder Maildateien hinzu.',
    emptyReader: 'Noch hat niemand ein Dokument mit Ihnen geteilt.',
    list: 'Dokumente',
    loading: 'Dokumente werden geladen',
    pages: (count) => (count === 1 ? '1 Seite' : `${count} Seiten`),
    passages: (count) => (count === 1 ? '1 Textstelle' : `${count} Textstellen`),
    updated: (when) => `Stand ${when}`,
    suspicious: (count) =>
      count === 1
        ? '1 Textstelle spricht ein Sprachmodell an statt einen Menschen. Sehen Sie das Dokument an, bevor Sie sich darauf verlassen.'
        : `${count} Textstellen sprechen ein Sprachmodell an statt einen Menschen. Sehen Sie das Dokument an, bevor Sie sich darauf verlassen.`,
    remark: 'Gut zu wissen:',
    reasons: {
      unsupported: 'Diese Art von Datei wird nicht gelesen',
      encrypted: 'Durch ein Kennwort geschützt',
      corrupt: 'Beschädigt',
      empty: 'Leer',
      'too-large': 'Zu groß',
      timeout: 'Dauerte zu lange',
      'out-of-memory': 'Brauchte zu viel Speicher',
      internal: 'Ein Fehler von Footnote',
      cancelled: 'Abgebrochen',
    },
    // Reasons that stand for many cases are left out: the sentence that names the case is worth more.
    advice: {
      encrypted: 'Speichern Sie eine Kopie ohne Kennwort und fügen Sie diese hinzu.',
      empty: 'In der Datei steht kein Text.',
      timeout: 'Teilen Sie die Datei in kleinere.',
      'out-of-memory': 'Teilen Sie die Datei in kleinere.',
      cancelled: 'Lassen Sie es noch einmal lesen, wenn es doch gebraucht wird.',
    },
    open: (title) => `Das Original von ${title} öffnen`,
    delete: (title) => `${title} löschen`,
    confirmTitle: 'Dieses Dokument löschen?',
    confirmDetail: (title) =>
      `„${title}“ antwortet sofort auf keine Frage mehr. Das lässt sich nicht rückgängig machen.`,
    confirm: 'Löschen',
    cancel: 'Behalten',
    deleted: (title) => `„${title}“ wurde gelöscht`,
    drop: 'Dateien hier ablegen, oder',
    pick: 'Dateien wählen',
    dropHint: 'PDF, Word, PowerPoint, Excel, HTML, Markdown, Text, CSV und Mail',
    uploads: 'Wird hochgeladen',
    uploading: (percent) => `Wird hochgeladen, ${percent} %`,
    uploadWaiting: 'Wartet',
    dismiss: (name) => `${name} aus dieser Liste entfernen`,
  },
  states: {
    queued: 'Wartet',
    parsing: 'Wird gelesen',
    embedding: 'Wird vorbereitet',
    indexing: 'Wird eingetragen',
    ready: 'Bereit',
    needs_ocr: 'Gescannt, ohne Text',
    failed: 'Nicht lesbar',
    deleted: 'Gelöscht',
  },
}
