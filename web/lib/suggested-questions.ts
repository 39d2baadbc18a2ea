/** Shown while nothing has been asked; each is answered by the sample library that a first start loads. */
export const SUGGESTED_QUESTIONS = [
  'How many days of annual leave do employees get?',
  'How do I report a lost laptop?',
  'What does the travel policy say about train tickets?',
] as const
