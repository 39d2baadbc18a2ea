/** Stands where a sentence stood whose source was deleted, or may not be read by whoever sees the answer. */
export const REMOVED_SENTENCE = '[removed: its source was deleted]'
