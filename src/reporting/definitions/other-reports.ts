import type { ReportDescription } from '../../contracts/reports.ts'

/** What is read, and how that ends; made from the versions of documents. */
export const INGESTION_REPORT: ReportDescription = {
  name: 'ingestion',
  title: 'Ingestion',
  description: 'Versions of documents by when they came, what became of them, and work that was given up.',
  by: ['day', 'hour', 'collection', 'source'],
  of: ['everyone'],
  columns: [
    { name: 'accepted', unit: 'count', description: 'Versions that came.' },
    { name: 'ready', unit: 'count', description: 'Of these, those that are searchable or were.' },
    { name: 'failed', unit: 'count', description: 'Of these, those that could not be read.' },
    { name: 'waiting', unit: 'count', description: 'Of these, those that are still on their way.' },
    { name: 'bytes', unit: 'bytes', description: 'Size of what came.' },
    { name: 'pages', unit: 'count', description: 'Pages that were read.' },
    { name: 'passages', unit: 'count', description: 'Passages that were made.' },
    { name: 'waited_p95', unit: 'milliseconds', description: '95 of 100 waited at most this long for a worker.' },
    { name: 'parsing_p50', unit: 'milliseconds', description: 'Half were read in at most this time.' },
    { name: 'parsing_p95', unit: 'milliseconds', description: '95 of 100 were read in at most this time.' },
    {
      name: 'dead_letters',
      unit: 'count',
      description: 'Jobs and events that were given up and are still there; the newest 1,000. Told for hours and days.',
    },
  ],
}

/** What the budgets of days left; made from what each subject used. */
export const LIMITS_REPORT: ReportDescription = {
  name: 'limits',
  title: 'Limits',
  description: 'What was used of the budgets of each day (UTC, whatever the time zone), and how often one was used up.',
  by: ['day', 'user', 'group'],
  of: ['everyone'],
  columns: [
    { name: 'tokens', unit: 'tokens', description: 'Tokens used.' },
    { name: 'cost', unit: 'currency', description: 'Cost at the configured prices.' },
    { name: 'budgets', unit: 'count', description: 'Daily budgets that were drawn on.' },
    { name: 'used_up', unit: 'count', description: 'Of these, those with nothing left, by the limits that hold now.' },
  ],
}
