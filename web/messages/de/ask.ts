import type { ask as english } from '../en/ask.ts'

export const ask: typeof english = {
  ask: {
    title: 'Fragen Sie Ihre Dokumente',
    lead: 'Antworten kommen nur aus Ihrer Bibliothek. Jeder Satz trägt eine Fußnote zu der Seite, auf der er beruht.',
    label: 'Ihre Frage',
    placeholder: 'Stellen Sie eine Frage zu Ihren Dokumenten',
    followUpPlaceholder: 'Noch eine Frage stellen',
    send: 'Fragen',
    stop: 'Antwort anhalten',
    focusKey: 'Eine Frage schreiben',
    hint: 'Eingabe sendet, Umschalt + Eingabe beginnt eine Zeile, Esc hält an.',
    suggestions: 'Zum Beispiel',
    charactersLeft: (count) => (count === 1 ? 'Noch 1 Zeichen' : `Noch ${count} Zeichen`),
    tooLong: (count) => `${count} zu viel`,
  },
  answer: {
    region: 'Fragen und Antworten',
    searching: 'Ihre Dokumente werden durchsucht',
    reading: (passages) => (passages === 1 ? '1 Textstelle wird gelesen' : `${passages} Textstellen werden gelesen`),
    statusAnswering: 'Antwort wird geschrieben',
    statusReady: 'Antwort fertig',
    statusAbstained: 'Keine Antwort gefunden, die nächsten Textstellen werden gezeigt',
    statusStopped: 'Antwort angehalten',
    statusFailed: 'Die Frage konnte nicht beantwortet werden',
    stopped: 'Angehalten, bevor die Antwort vollständig war.',
    copy: 'Mit Quellen kopieren',
    copied: 'Kopiert',
    copyFailed: 'Ihr Browser hat das Kopieren nicht erlaubt',
    askAgain: 'Noch einmal fragen',
    sources: 'Quellen',
    nearest: 'Nächste Textstellen',
    abstainedLead: 'Diese Stellen kommen der Frage am nächsten. Sie helfen vielleicht, sie anders zu stellen.',
    abstainedEmpty:
      'Nichts in der Bibliothek kommt dieser Frage nahe. Versuchen Sie andere Wörter, oder fügen Sie das Dokument hinzu, in dem es steht.',
    unreadable: (count) =>
      count === 1
        ? 'Ein Dokument, das Sie sehen dürfen, konnte nicht gelesen werden; die Antwort kann darin stehen.'
        : `${count} Dokumente, die Sie sehen dürfen, konnten nicht gelesen werden; die Antwort kann in einem davon stehen.`,
    quoted: 'Wörtlich aus Ihren Dokumenten zitiert',
    written: (model) => `Von ${model} aus Ihren Dokumenten geschrieben`,
    writtenInstead: (model, reason) =>
      `Von ${model} aus Ihren Dokumenten geschrieben, weil das erste Modell nicht geantwortet hat (${reason}).`,
    fallback: (reason) => `Das Sprachmodell hat nicht geantwortet (${reason}), daher sind dies Zitate.`,
  },
  understood: {
    filters: {
      document: (title) => `Nur in „${title}“`,
      collection: (name) => `Nur in der Sammlung „${name}“`,
      media_type: (kind) => `Nur in ${kind}`,
      updated_after: (time) => `Nur Dokumente mit Stand ${time}`,
      updated_before: (time) => `Nur Dokumente mit Stand ${time}`,
    },
    remove: (filter) => `Entfernen: ${filter}`,
    correction: (from, to) => `Nach „${to}“ statt nach „${from}“ gesucht.`,
    expansion: (from, to) => `Nach „${to}“ und nach „${from}“ gesucht.`,
    phrase: (words) => `Nur Textstellen, in denen „${words}“ wörtlich steht.`,
    notes: {
      phrase_not_found:
        'Keine Textstelle, die Sie lesen dürfen, enthält die Wörter in Anführungszeichen; es wurde wie nach anderen gesucht.',
      filters_matched_nothing: 'Es gibt kein Dokument von der Art, die die Frage nennt; alle wurden durchsucht.',
    },
    asWritten: 'Nach den Wörtern suchen, wie sie dastehen',
  },
  confidence: {
    high: 'Gut belegt',
    medium: 'Teilweise belegt',
    low: 'Schwach belegt',
    explain: (percent) => `Sicherheit ${percent} %: wie gut die zitierten Stellen diese Antwort tragen.`,
  },
}
