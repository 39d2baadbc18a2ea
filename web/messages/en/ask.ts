export const ask = {
  ask: {
    title: 'Ask your documents',
    lead: 'Answers come from your library only. Every sentence carries a footnote to the page it rests on.',
    label: 'Your question',
    placeholder: 'Ask a question about your documents',
    followUpPlaceholder: 'Ask another question',
    send: 'Ask',
    stop: 'Stop answering',
    focusKey: 'Write a question',
    hint: 'Enter sends, Shift + Enter adds a line, Esc stops.',
    suggestions: 'For example',
    charactersLeft: (count: number) => (count === 1 ? '1 character left' : `${count} characters left`),
    tooLong: (count: number) => `${count} over the limit`,
  },
  answer: {
    region: 'Questions and answers',
    searching: 'Searching your documents',
    reading: (passages: number) => (passages === 1 ? 'Reading 1 passage' : `Reading ${passages} passages`),
    statusAnswering: 'Answering',
    statusReady: 'Answer ready',
    statusAbstained: 'No answer found, the nearest passages are shown',
    statusStopped: 'Answer stopped',
    statusFailed: 'The question could not be answered',
    stopped: 'Stopped before the answer was complete.',
    copy: 'Copy with sources',
    copied: 'Copied',
    copyFailed: 'Your browser did not allow copying',
    askAgain: 'Ask again',
    sources: 'Sources',
    nearest: 'Nearest passages',
    abstainedLead: 'These passages come nearest. They may help to put the question differently.',
    abstainedEmpty:
      'Nothing in the library comes near this question. Try other words, or add the document that holds it.',
    unreadable: (count: number) =>
      count === 1
        ? 'One document that you may see could not be read; the answer may stand in it.'
        : `${count} documents that you may see could not be read; the answer may stand in one of them.`,
    quoted: 'Quoted word for word from your documents',
    written: (model: string) => `Written by ${model} from your documents`,
    writtenInstead: (model: string, reason: string) =>
      `Written by ${model} from your documents, because the first model did not answer (${reason}).`,
    fallback: (reason: string) => `The language model did not answer (${reason}), so these are quotations.`,
  },
  understood: {
    filters: {
      document: (title: string) => `Only in “${title}”`,
      collection: (name: string) => `Only in the collection “${name}”`,
      media_type: (kind: string) => `Only in ${kind}`,
      updated_after: (time: string) => `Only documents updated ${time}`,
      updated_before: (time: string) => `Only documents updated ${time}`,
    },
    remove: (filter: string) => `Remove: ${filter}`,
    correction: (from: string, to: string) => `Searched for “${to}” instead of “${from}”.`,
    expansion: (from: string, to: string) => `Searched for “${to}” as well as “${from}”.`,
    phrase: (words: string) => `Only passages that hold “${words}” word for word.`,
    notes: {
      phrase_not_found: 'No passage that you may read holds the quoted words; they were searched for like others.',
      filters_matched_nothing: 'There is no document of the kind that the question names; all were searched.',
    },
    asWritten: 'Search for the words as they are',
  },
  confidence: {
    high: 'Well supported',
    medium: 'Partly supported',
    low: 'Weakly supported',
    explain: (percent: number) => `Confidence ${percent} %: how well the cited passages carry this answer.`,
  },
}
