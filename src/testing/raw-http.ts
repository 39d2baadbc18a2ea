import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/** Give up on a peer that neither answers nor closes: it waits for more of a request that never comes. */
const SILENCE_IN_MS = 250

/**
 * Send bytes as they are (one character, one byte) over a connection of their own and return what comes back until the
 * peer closes, `until` matches, or nothing comes any more.
 */
export async function sendRaw(url: string, bytes: string, until: RegExp = /(?!)/): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
    if (until.test(received)) socket.destroy()
  })
  socket.on('error', () => socket.destroy())
  socket.setTimeout(SILENCE_IN_MS, () => socket.destroy())
  socket.write(bytes, 'latin1')
  await once(socket, 'close')
  return received
}

export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface RecordingServer extends AsyncDisposable {
  readonly url: string
  readonly requests: RecordedRequest[]
}

/** A server that notes every request and answers all of them with `{}`. */
export async function openRecordingServer(): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('latin1')
    })
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      requests.push({ method, url, headers, body })
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 }).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
