import type { ask as english } from '../en/ask.ts'

export const ask: typeof english = {
  ask: {
    title: 'Fragen Sie Ihre Dokumente',
    lead: 'Antworten kommen nur aus Ihrer Bibliothek. Jeder Satz trägt eine Fußnote zu der Seite, auf der er beruht.',
    label: 'Ihre Frage',
    placeholder: 'Stellen Sie eine Frage zu Ihren Dokumenten',
    followUpPlaceholder: 'Noch eine Frage stellen',
    editLabel: 'Die geänderte Frage',
    suggestion: (title, heading) => `Was steht in ${title} zu ${heading}?`,
    emptyLibrary: 'Es gibt noch kein Dokument, das Sie lesen dürfen, also nichts zu fragen.',
    fillLibrary: 'Dokumente hinzufügen',
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
    edit: 'Ändern',
    readAs: (question) => `Gelesen als: ${question}`,
    lowConfidence: 'Die Quellen tragen diese Antwort nur schwach. Prüfen Sie sie, bevor Sie sich darauf verlassen.',
    sourcesChanged:
      'Eine Quelle hat sich seit dieser Antwort geändert. Fragen Sie noch einmal, um ihre neueste Fassung zu nutzen.',
    sourcesGone:
      'Eine Quelle wurde gelöscht, oder Sie dürfen sie nicht mehr lesen. Was darauf beruhte, wurde aus der Antwort genommen.',
    removedSentence: '[ausgelassen: Sie dürfen die Quelle nicht lesen, oder sie wurde gelöscht]',
    askAgain: 'Noch einmal fragen',
    sources: 'Quellen',
    nearest: 'Nächstliegende Textstellen',
    abstained: 'Ich habe nicht genug Angaben, um das zu beantworten.',
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
  share: {
    action: 'Teilen',
    title: 'Diese Antwort teilen',
    lead: 'Wer den Link in Ihrer Organisation öffnet, sieht Frage und Antwort, aber nichts, was auf einem Dokument beruht, das er nicht lesen darf. Die Rechte werden jedes Mal geprüft.',
    create: 'Link erstellen',
    link: 'Link zu dieser Antwort',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    end: 'Nicht mehr teilen',
    ended: 'Der Link führt jetzt ins Leere',
    page: 'Geteilte Antwort',
    loading: 'Die Antwort wird geöffnet',
    askedOn: (day) => `Mit Ihnen geteilt · gefragt am ${day}`,
    partly: (withheld, sources) =>
      `Von den ${sources} Quellen dieser Antwort dürfen Sie ${withheld} nicht lesen, oder es gibt sie nicht mehr. Was auf ${withheld === 1 ? 'ihr' : 'ihnen'} beruht, fehlt hier.`,
    nothing:
      'Sie dürfen keines der Dokumente lesen, auf denen diese Antwort beruht; deshalb wird nichts von ihr gezeigt. Bitten Sie deren Besitzer um Zugriff, oder stellen Sie die Frage selbst: Dann kommt die Antwort aus dem, was Sie lesen dürfen.',
    goneTitle: 'Dieser Link führt ins Leere',
    goneDetail:
      'Die Antwort wird nicht mehr geteilt oder wurde gelöscht, oder der Link ist unvollständig. Bitten Sie um einen neuen.',
    ask: 'Eine Frage stellen',
  },
  understood: {
    filters: {
      document: (title) => `Nur in „${title}“`,
      collection: (name) => `Nur in der Sammlung „${name}“`,
      media_type: (kind) => `Nur in ${kind}`,
      updated_after: (time) => `Nur Dokumente mit Stand ${germanTime(time)}`,
      updated_before: (time) => `Nur Dokumente mit Stand ${germanTime(time)}`,
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
  history: {
    title: 'Gespräche',
    begin: 'Neues Gespräch',
    search: 'Gespräche durchsuchen',
    empty: 'Was Sie fragen, bleibt hier, nur für Sie.',
    nothingFound: 'Kein Gespräch enthält diese Wörter.',
    untitled: 'Ohne Titel',
    actions: (title) => `Mehr zu ${title}`,
    rename: 'Umbenennen',
    renameTitle: 'Gespräch umbenennen',
    name: 'Titel',
    save: 'Speichern',
    exportMarkdown: 'Als Markdown laden',
    print: 'Drucken oder als PDF sichern',
    delete: 'Löschen',
    confirmTitle: 'Dieses Gespräch löschen?',
    confirmDetail: (title) =>
      `„${title}“ verschwindet mit allen Fragen und Antworten. Das lässt sich nicht rückgängig machen.`,
    loading: 'Das Gespräch wird geöffnet',
    show: 'Gespräche zeigen',
    hide: 'Gespräche ausblenden',
  },
  filters: {
    label: 'Die Suche einschränken',
    collection: 'Sammlung',
    anyCollection: 'Alle Sammlungen',
    kind: 'Art',
    anyKind: 'Alle Arten',
    kinds: {
      pdf: 'PDF',
      word: 'Textdokumente',
      sheets: 'Tabellen',
      slides: 'Präsentationen',
      web: 'Webseiten',
      text: 'Reiner Text',
      mail: 'Mail',
    },
    period: 'Geändert',
    anyPeriod: 'Irgendwann',
    periods: { week: 'In der letzten Woche', month: 'Im letzten Monat', year: 'Im letzten Jahr' },
    remove: (filter) => `${filter} entfernen`,
  },
  feedback: {
    up: 'Gute Antwort',
    down: 'Schlechte Antwort',
    title: 'Was war falsch?',
    lead: 'Administratoren und Besitzer der Dokumente sehen es. Beides ist freiwillig.',
    reason: 'Grund',
    reasons: {
      wrong: 'Sie ist falsch',
      incomplete: 'Etwas fehlt',
      outdated: 'Sie ist veraltet',
      'bad-source': 'Eine Quelle passt nicht',
      other: 'Etwas anderes',
    },
    words: 'In Ihren Worten',
    wordsHint: 'Was wäre richtig gewesen, und wo steht es?',
    send: 'Senden',
    thanks: 'Danke, Ihre Rückmeldung ist angekommen',
    failed: 'Ihre Rückmeldung konnte nicht gesendet werden. Versuchen Sie es noch einmal.',
  },
}

/** What English questions say before a time. */
const BEFORE_TIMES: Readonly<Record<string, string>> = { since: 'seit', after: 'nach', before: 'vor', until: 'bis' }

/** "since 2025-01", as it was read from the question, in German. */
function germanTime(time: string): string {
  return time.replace(/^[a-z]+/, (word) => BEFORE_TIMES[word] ?? word)
}
