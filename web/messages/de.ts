import { ask } from './de/ask.ts'
import { documents } from './de/documents.ts'
import { shell } from './de/shell.ts'
import { source } from './de/source.ts'
import type { Messages } from './en.ts'

export const de: Messages = { ...shell, ...ask, ...source, ...documents }
