import type { evaluation as english } from '../en/evaluation.ts'

export const evaluation: typeof english = {
  title: 'Güte der Antworten',
  lead: 'Die Prüffragen, immer wieder gestellt: wie oft die Suche findet, was sie beantwortet, und wie oft die Antwort stimmt. Die Balken enthalten jedes Mittel mit 95 %.',
  loading: 'Die Läufe werden geladen',
  empty: 'Die Prüffragen wurden noch nicht gestellt. Sie werden jede Nacht gestellt, sobald welche angenommen sind.',
  refused: 'Dieser Bericht ist für Administratoren.',
  csv: 'Als CSV laden',
  chart: 'Diagramm',
  table: 'Läufe über die Prüffragen',
  when: 'Wann',
  why: 'Warum',
  triggers: { manual: 'Auf Wunsch', nightly: 'Jede Nacht', flip: 'Neuer Suchindex' },
  questions: 'Fragen',
  worse: 'Schlechter als zuvor',
  leaks: 'Lecks',
  measures: {
    hit_at_5: 'Unter den ersten 5 gefunden (hit@5)',
    ndcg_at_10: 'Reihenfolge der Funde (nDCG@10)',
    right: 'Richtige Antworten',
    judged: 'Richtig nach dem Urteil des Modells',
    declined: 'Zu Recht abgelehnt',
    f1: 'Gemeinsame Wörter',
  },
  short: {
    hit_at_5: 'hit@5',
    ndcg_at_10: 'nDCG@10',
    right: 'Richtig',
    judged: 'Richtig nach Urteil',
  },
  interval: (low, high) => `(${low} bis ${high})`,
}
