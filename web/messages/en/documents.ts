import type { FailureReason } from '../../../src/contracts/documents.ts'

export const documents = {
  library: {
    title: 'Documents',
    lead: 'Answers use the documents listed here. A document you delete stops answering at once.',
    empty: 'No documents yet',
    emptyHint: 'Add PDF, Word, PowerPoint, Excel, web, Markdown, text, CSV or mail files.',
    emptyReader: 'Nobody has shared a document with you yet.',
    list: 'Documents',
    loading: 'Loading the library',
    pages: (count: number) => (count === 1 ? '1 page' : `${count} pages`),
    passages: (count: number) => (count === 1 ? '1 passage' : `${count} passages`),
    updated: (when: string) => `updated ${when}`,
    suspicious: (count: number) =>
      count === 1
        ? '1 passage talks to a language model instead of to a reader. Look at the document before you rely on it.'
        : `${count} passages talk to a language model instead of to a reader. Look at the document before you rely on it.`,
    remark: 'Good to know:',
    reasons: {
      unsupported: 'This type of file is not read',
      encrypted: 'Protected by a password',
      corrupt: 'Damaged',
      empty: 'Empty',
      'too-large': 'Too large',
      timeout: 'Took too long',
      'out-of-memory': 'Took too much memory',
      internal: 'An error of Footnote',
      cancelled: 'Cancelled',
    },
    /** What to do, in place of the server's sentence, by reason; English is what the server says. */
    advice: {} as Readonly<Partial<Record<FailureReason, string>>>,
    open: (title: string) => `Open the original of ${title}`,
    delete: (title: string) => `Delete ${title}`,
    confirmTitle: 'Delete this document?',
    confirmDetail: (title: string) => `“${title}” stops answering questions at once. This cannot be undone.`,
    confirm: 'Delete',
    cancel: 'Keep it',
    deleted: (title: string) => `“${title}” was deleted`,
    drop: 'Drop files here, or',
    pick: 'choose files',
    dropHint: 'PDF, Word, PowerPoint, Excel, HTML, Markdown, text, CSV and mail',
    uploads: 'Uploads',
    uploading: (percent: number) => `Uploading, ${percent} %`,
    uploadWaiting: 'Waiting',
    dismiss: (name: string) => `Remove ${name} from this list`,
  },
  states: {
    queued: 'Waiting',
    parsing: 'Reading',
    embedding: 'Preparing',
    indexing: 'Indexing',
    ready: 'Ready',
    needs_ocr: 'Scanned, no text',
    failed: 'Could not be read',
    deleted: 'Deleted',
  },
}
