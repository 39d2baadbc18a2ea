import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { DocumentSummary } from '../contracts/documents.ts'
import { createApiClient } from './api-client.ts'
import { findDocumentId } from './find-document-id.ts'

const opened: Server[] = []
afterEach(() => opened.splice(0).forEach((server) => server.close()))

/** A client of a server that lists these documents as the real one does: those with the words in their title. */
async function clientOf(documents: readonly Pick<DocumentSummary, 'id' | 'title' | 'source'>[]) {
  const server = createServer((request, response) => {
    const words = new URL(request.url ?? '', 'http://x').searchParams.get('title') ?? ''
    const found = documents.filter(({ title }) => title.toLowerCase().includes(words.toLowerCase()))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ documents: found, next_cursor: null }))
  })
  opened.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return createApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => 'token')
}

const named = (id: string, title: string) => ({ id, title, source: 'upload' })
const POLICY = '1b3c1f8e-6a0e-4c39-9c4e-0d6f1a2b3c4d'
const OLDER = '2b3c1f8e-6a0e-4c39-9c4e-0d6f1a2b3c4d'

describe('a document named on the command line', () => {
  it('is the one of that id, without asking, or the only one of that title', async () => {
    const client = await clientOf([named(POLICY, 'Travel policy'), named(OLDER, 'Travel policy 2019')])
    expect(await findDocumentId(client, OLDER)).toBe(OLDER)
    expect(await findDocumentId(client, 'travel Policy')).toBe(POLICY)
  })

  it('is not guessed where the title is that of several, or of none', async () => {
    const client = await clientOf([named(POLICY, 'Minutes'), named(OLDER, 'Minutes')])
    await expect(findDocumentId(client, 'Minutes')).rejects.toThrow(
      new RegExp(`2 documents.*\\n.*${POLICY}.*\\n.*${OLDER}`),
    )
    await expect(findDocumentId(client, 'Minute')).rejects.toThrow(
      /No document is called exactly "Minute".*\n.*Minutes/,
    )
    await expect(findDocumentId(client, 'Rules')).rejects.toThrow(/No document is called "Rules".*documents list/)
  })
})
