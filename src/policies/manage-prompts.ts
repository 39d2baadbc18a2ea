import { roleNeeded } from './policy.ts'

/** Administrators write, review and activate the wording of the prompt. */
export const managePrompts = roleNeeded(
  'manage-prompts',
  'Admin',
  'Administrators write, review and activate the wording of the prompt.',
)
