import { ask } from './en/ask.ts'
import { documents } from './en/documents.ts'
import { shell } from './en/shell.ts'
import { source } from './en/source.ts'

/** Every sentence the client says. The English texts are the shape that every other language fills. */
export const en = { ...shell, ...ask, ...source, ...documents }

export type Messages = typeof en
