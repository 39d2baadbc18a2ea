import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { loadSet } from '../evaluation/load-set.ts'
import type { BytesToSend } from './asking-site.ts'

/** Formats whose citations are opened, with the media type that the library gives them. */
export const CITED_FORMATS = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html',
  markdown: 'text/markdown',
  mail: 'message/rfc822',
} as const
export type CitedFormat = keyof typeof CITED_FORMATS

/** Larger files take long to read and say nothing that the others do not. */
const LARGEST_IN_BYTES = 1_300_000
const FOLDERS: ReadonlySet<string> = new Set(['pdf', 'docx', 'html', 'web', 'md', 'eml'])
/** The folder of documents has few Markdown files and mails: articles and messages of other sets are written as such. */
const ARTICLES = 'squad-dev'
const MAILS = 'indirect-injection-email.jsonl'

/** Real files of every format that hold text: those of the folder of documents, articles as Markdown, messages as mail. */
export async function readCitedFiles(data: string): Promise<readonly BytesToSend[]> {
  return [...documentsOf(join(data, 'documents')), ...(await articlesOf(data)), ...mailsOf(data)]
}

function documentsOf(folder: string): readonly BytesToSend[] {
  return linesOf(join(folder, 'index.jsonl'), z.object({ file: z.string(), outcome: z.string() })).flatMap(
    ({ file, outcome }) => {
      const path = join(folder, file)
      const [kind = ''] = file.split('/')
      if (outcome !== 'text' || !FOLDERS.has(kind) || statSync(path).size > LARGEST_IN_BYTES) return []
      return [{ name: basename(file), bytes: new Uint8Array(readFileSync(path)) }]
    },
  )
}

async function articlesOf(data: string): Promise<readonly BytesToSend[]> {
  const { documents } = await loadSet(join(data, 'retrieval', ARTICLES))
  const articles = Map.groupBy(documents, ({ title }) => title)
  return [...articles].map(([title, paragraphs]) =>
    fileOf(`${title}.md`, `# ${title}\n\n${paragraphs.map(({ text }) => text).join('\n\n')}\n`),
  )
}

function mailsOf(data: string): readonly BytesToSend[] {
  const clean = linesOf(join(data, 'security', MAILS), z.object({ context: z.string(), label: z.number() })).filter(
    ({ label }) => label === 0,
  )
  return clean.map(({ context }, n) => {
    const [, subject = '', content = ''] = /^SUBJECT: (.*?)\|CONTENT: (.*)$/s.exec(context) ?? []
    const head = `From: ada@example.org\r\nSubject: ${subject.replaceAll(/\s+/g, ' ')}\r\nMIME-Version: 1.0\r\n`
    const type = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n'
    return fileOf(`message-${n + 1}.eml`, `${head}${type}\r\n${content}\r\n`)
  })
}

function fileOf(name: string, text: string): BytesToSend {
  return { name: name.replaceAll('/', '-'), bytes: new TextEncoder().encode(text) }
}

function linesOf<S extends z.ZodType>(path: string, schema: S): readonly z.output<S>[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => schema.parse(JSON.parse(line)))
}
