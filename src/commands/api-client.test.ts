import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createApiClient } from './api-client.ts'

const opened: Server[] = []
afterEach(() => opened.splice(0).forEach((server) => server.close()))

/** A server that answers so many requests with this problem, to be tried again at once, and all later ones as an upload of nothing. */
async function openServer(code: string, status: number, times: number) {
  let requests = 0
  const server = createServer((request, response) => {
    request.resume()
    requests += 1
    if (requests > times) {
      response.setHeader('content-type', 'application/json').end('{"documents":[],"rejected":[]}')
      return
    }
    const problem = { title: 'No', detail: 'Later.', code, status, request_id: 'r' }
    response.writeHead(status, { 'retry-after': '0', 'content-type': 'application/problem+json' })
    response.end(JSON.stringify(problem))
  })
  opened.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the client of the command line', () => {
  it.each([
    ['queue-full', 503],
    ['quota-exceeded', 429],
  ])('waits out "%s", however often it is told, and says that it waits', async (code, status) => {
    const waits: string[] = []
    const url = await openServer(code, status, 60)
    const client = createApiClient(
      url,
      async () => 'token',
      (error) => waits.push(error.code),
    )
    expect(await client.upload(new FormData())).toEqual({ documents: [], rejected: [] })
    expect(waits).toEqual(Array.from({ length: 60 }, () => code))
  })

  it('gives up on a service that stays away', async () => {
    const client = createApiClient(await openServer('service-unavailable', 503, 60), async () => 'token')
    await expect(client.GET('/api/documents')).rejects.toMatchObject({ problem: { code: 'service-unavailable' } })
  })
})
