import { divided, summed, timed, type UsageReport } from './report-definition.ts'

const PER_MILLE = 1_000
const MICROS = 1_000_000
const EVERY = ['day', 'hour', 'user', 'group', 'collection', 'model'] as const
const QUESTIONS = summed('questions', 'count', 'questions', 'Questions asked.')

/** The reports of what was asked, each column with what it says. */
export const USAGE_REPORTS: readonly UsageReport[] = [
  {
    name: 'usage',
    title: 'Usage',
    description: 'How many questions, how they ended, and what models took.',
    by: EVERY,
    needsTimes: false,
    countsPeople: true,
    columns: [
      QUESTIONS,
      {
        name: 'users',
        unit: 'count',
        description: 'People and programs that asked. Told for hours and days of everyone.',
        value: ({ users }) => users,
      },
      summed('answered', 'count', 'answered', 'Questions that were answered.'),
      summed('abstained', 'count', 'abstained', 'Questions to which the documents had no answer.'),
      summed('failed', 'count', 'failed', 'Questions that ended in an error.'),
      summed('cancelled', 'count', 'cancelled', 'Questions whose asker went away.'),
      summed('reused', 'count', 'reused', 'Answers of the last minutes that were given again.'),
      {
        name: 'refused',
        unit: 'count',
        description: 'Requests over a limit of the gateway (429). Told for hours, days and users.',
        value: ({ refused }) => refused,
      },
      summed('prompt_tokens', 'tokens', 'promptTokens', 'Tokens that models read.'),
      summed('completion_tokens', 'tokens', 'completionTokens', 'Tokens that models wrote.'),
    ],
  },
  {
    name: 'latency',
    title: 'Latency',
    description: 'How long answers took, at most 2.5 % off.',
    by: EVERY,
    needsTimes: true,
    countsPeople: false,
    columns: [
      QUESTIONS,
      timed('duration_p50', 'durations', 0.5, 'Half of the answers took at most this long.'),
      timed('duration_p95', 'durations', 0.95, '95 of 100 answers took at most this long.'),
      timed('duration_p99', 'durations', 0.99, '99 of 100 answers took at most this long.'),
      timed('first_text_p50', 'firstTexts', 0.5, 'Half of the answers showed their first words by then.'),
      timed('first_text_p95', 'firstTexts', 0.95, '95 of 100 answers showed their first words by then.'),
      timed('first_text_p99', 'firstTexts', 0.99, '99 of 100 answers showed their first words by then.'),
    ],
  },
  {
    name: 'confidence',
    title: 'Confidence',
    description: 'How sure answers were; abstentions have no confidence.',
    by: EVERY,
    needsTimes: false,
    countsPeople: false,
    columns: [
      summed('answers', 'count', 'confident', 'Answers with a confidence.'),
      divided('mean', 'score', ['confidenceInMille', 'confident'], 'Mean confidence.', PER_MILLE),
      summed('high', 'count', 'confidenceHigh', 'Answers that are well supported (green).'),
      summed('medium', 'count', 'confidenceMedium', 'Answers that are partly supported (amber).'),
      summed('low', 'count', 'confidenceLow', 'Answers that are weakly supported (red).'),
    ],
  },
  {
    name: 'feedback',
    title: 'Feedback',
    description: 'What people said of the answers.',
    by: EVERY,
    needsTimes: false,
    countsPeople: false,
    columns: [
      QUESTIONS,
      summed('up', 'count', 'ratedUp', 'Answers that were called good.'),
      summed('down', 'count', 'ratedDown', 'Answers that were called bad.'),
      summed('wrong', 'count', 'wrong', 'Bad ones: wrong.'),
      summed('incomplete', 'count', 'incomplete', 'Bad ones: incomplete.'),
      summed('outdated', 'count', 'outdated', 'Bad ones: outdated.'),
      summed('bad_source', 'count', 'badSource', 'Bad ones: from a bad source.'),
      summed('other', 'count', 'otherReason', 'Bad ones: for another reason.'),
    ],
  },
  {
    name: 'retrieval',
    title: 'Retrieval',
    description: 'What searches found, and how well it fitted.',
    by: EVERY,
    needsTimes: false,
    countsPeople: false,
    columns: [
      summed('searches', 'count', 'searched', 'Questions for which was searched.'),
      divided('passages', 'count', ['passages', 'searched'], 'Mean number of passages found.'),
      summed('with_passages', 'count', 'scored', 'Searches that found any.'),
      divided('best_score', 'score', ['bestScoreInMille', 'scored'], 'Mean score of the best passage.', PER_MILLE),
      divided('abstention_rate', 'share', ['abstained', 'questions'], 'Share of questions without an answer.'),
    ],
  },
  {
    name: 'cost',
    title: 'Cost',
    description: 'What models took, and what that cost at the configured prices.',
    by: EVERY,
    needsTimes: false,
    countsPeople: false,
    columns: [
      QUESTIONS,
      summed('prompt_tokens', 'tokens', 'promptTokens', 'Tokens that models read.'),
      summed('completion_tokens', 'tokens', 'completionTokens', 'Tokens that models wrote.'),
      {
        name: 'cost',
        unit: 'currency',
        description: 'Cost at the configured prices; 0 where none are.',
        value: ({ costInMicros }) => costInMicros / MICROS,
      },
      summed('reused', 'count', 'reused', 'Answers that were given again and cost nothing.'),
    ],
  },
]
