/** How a model is told to write. */
export interface PromptWording {
  /** 0 for the default. */
  readonly version: number
  readonly text: string
}

/** What holds until an administrator activates another wording. Changing it changes `PROMPT_VERSION`. */
export const DEFAULT_WORDING: PromptWording = {
  version: 0,
  text: [
    'Write short plain sentences, without headings and without an introduction. Keep numbers, names and conditions exactly.',
    'Answer in the language of the question.',
  ].join('\n'),
}
