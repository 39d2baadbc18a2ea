/** How text is recognised in images of pages; null where it is switched off. */
export interface Recognition {
  /** `auto`: pages without text that can be read; `force`: every page. */
  readonly mode: 'auto' | 'force'
  /** Codes of the languages as Tesseract knows them, such as `eng` or `chi_sim`. */
  readonly languages: readonly string[]
  /** Folder of the language data, one `<code>.traineddata` for each language. */
  readonly dataFolder: string
  /** Once a file has taken so long, the pages that are left stay unread and the document says so. */
  readonly budgetInMs: number
}
