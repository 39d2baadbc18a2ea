import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Azurite, hasAzurite, startAzurite } from '../../testing/azurite.ts'
import { createSelfSignedCertificate } from '../../testing/service-bus-peer/self-signed-certificate.ts'
import { type AzureBlobsOptions, openAzureBlobs } from './azure-blobs.ts'
import { describeBlobsContract } from './blobs.contract.ts'

const LARGE_IN_BYTES = 20_000_000

const isInstalled = hasAzurite()

describe.skipIf(!isInstalled)('Azure Blob Storage', () => {
  let azurite: Azurite
  let folder: string
  let stagingFolder: string
  const never = new AbortController().signal
  const put = { signal: never, maximumBytes: LARGE_IN_BYTES }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-azure-blobs-'))
    stagingFolder = join(folder, 'staging')
    azurite = await startAzurite({ folder: join(folder, 'azurite') })
  })
  afterAll(async () => {
    await azurite?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  const settings = (more: Partial<AzureBlobsOptions> = {}): AzureBlobsOptions => {
    const account = { connectionString: azurite.connectionString }
    return { account, container: `test-${randomUUID()}`, stagingFolder, listPageSize: 3, ...more }
  }
  const large = () => Readable.from(Array.from({ length: 200 }, (_, n) => Buffer.alloc(LARGE_IN_BYTES / 200, n)))

  describeBlobsContract('Azure Blob Storage', () => openAzureBlobs(settings()))

  it('makes its container once and finds it again', async () => {
    const options = settings()
    const { sha256 } = await (await openAzureBlobs(options)).put('a', Readable.from(['hello']), put)
    expect(await (await openAzureBlobs(options)).has('a', sha256)).toBe(true)
  })

  it('leaves nothing on the local disk, neither of what was stored nor of what was refused', async () => {
    const blobs = await openAzureBlobs(settings())
    await blobs.put('a', large(), put)
    await expect(blobs.put('a', large(), { ...put, maximumBytes: 10_000_000 })).rejects.toThrow('at most')
    expect(await readdir(stagingFolder)).toEqual([])
  })

  it('leaves no half blob when the caller gives up while blocks are on their way', async () => {
    const options = settings()
    const blobs = await openAzureBlobs(options)
    const abort = new AbortController()
    const storing = blobs.put('a', large(), { ...put, signal: abort.signal })
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      options.container,
    )
    const begun = async () => (await Array.fromAsync(container.listBlobsFlat({ includeUncommitedBlobs: true }))).length
    await expect.poll(begun, { interval: 5 }).toBe(1)
    abort.abort(new Error('the client went away'))
    await expect(storing).rejects.toThrow('the client went away')
    expect(await Array.fromAsync(blobs.list('a', never))).toEqual([])
  })

  it('takes a container that was removed for a failure, not for missing documents', async () => {
    const options = settings()
    const blobs = await openAzureBlobs(options)
    const { sha256 } = await blobs.put('a', Readable.from(['hello']), put)
    await BlobServiceClient.fromConnectionString(azurite.connectionString).deleteContainer(options.container)
    await expect(blobs.open('a', sha256, never)).rejects.toThrow('container')
  })

  it('does not pass a wrong key off as an outage', async () => {
    const connectionString = azurite.connectionString.replace(/AccountKey=.{4}/, 'AccountKey=AAAA')
    await expect(openAzureBlobs(settings({ account: { connectionString } }))).rejects.toThrow(
      /could not be opened \(AuthorizationFailure\)/,
    )
  })

  it('keeps what it stored when the store is stopped and started again', async () => {
    const blobs = await openAzureBlobs(settings())
    const { sha256 } = await blobs.put('a', Readable.from(['kept']), put)
    await azurite.stop()
    const reading = Promise.allSettled([blobs.open('a', sha256, never)])
    await azurite.start()
    // Whether the reading outlived the outage depends on how long the store took to start.
    const [begun] = await reading
    const content = begun.status === 'fulfilled' ? begun.value : await blobs.open('a', sha256, never)
    expect(await text(content!)).toBe('kept')
  })

  it('says that the store does not answer when it stands still, and goes on when it does', async () => {
    const blobs = await openAzureBlobs(settings({ requestDeadlineInMs: 300 }))
    azurite.freeze()
    try {
      await expect(blobs.put('a', Readable.from(['late']), put)).rejects.toMatchObject({
        code: 'service-unavailable',
        retryAfterInSeconds: 5,
      })
    } finally {
      azurite.thaw()
    }
    await expect.poll(async () => blobs.put('a', Readable.from(['late']), put).catch(() => null)).not.toBeNull()
  })

  it('says that the store does not answer when it falls silent in the middle of a file', async () => {
    const blobs = await openAzureBlobs(settings({ longestSilenceInMs: 300 }))
    const { sha256 } = await blobs.put('a', large(), put)
    const content = (await blobs.open('a', sha256, never))!
    azurite.freeze()
    try {
      await expect(content.resume().toArray()).rejects.toMatchObject({ code: 'service-unavailable' })
    } finally {
      azurite.thaw()
    }
  })

  it('says that the store does not answer when nothing listens there', { timeout: 60_000 }, async () => {
    const blobs = await openAzureBlobs(settings({ requestDeadlineInMs: 1_000 }))
    await azurite.stop()
    try {
      await expect(blobs.has('a', '0'.repeat(64))).rejects.toMatchObject({ code: 'service-unavailable' })
    } finally {
      await azurite.start()
    }
  })
})

describe.skipIf(!isInstalled)('Azure Blob Storage with a managed identity', () => {
  const trusted = getCACertificates('default')
  let folder: string
  let azurite: Azurite
  let identity: Server

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-azure-identity-'))
    const { certificate, key } = createSelfSignedCertificate()
    const [certificatePath, keyPath] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
    await Promise.all([writeFile(certificatePath, certificate), writeFile(keyPath, key)])
    azurite = await startAzurite({ tls: { certificatePath, keyPath } })
    setDefaultCACertificates([...trusted, certificate])
    identity = await serveIdentity()
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    setDefaultCACertificates(trusted)
    identity?.close()
    await azurite?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  it('stores and reads with the token of its identity, without any key', async () => {
    const account = { address: azurite.accountUrl }
    const blobs = await openAzureBlobs({ account, container: 'documents', stagingFolder: join(folder, 'staging') })
    const signal = new AbortController().signal
    const { sha256 } = await blobs.put('a', Readable.from(['hello']), { signal, maximumBytes: 100 })
    expect(await text((await blobs.open('a', sha256, signal))!)).toBe('hello')
  })

  /** The end point that Azure gives a program of App Service or Container Apps; Azurite reads the token and checks no signature. */
  async function serveIdentity(): Promise<Server> {
    const secret = randomUUID()
    const now = Math.floor(Date.now() / 1_000)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { aud: 'https://storage.azure.com', iss: 'https://sts.windows.net/tenant/', iat: now, nbf: now }
    const token = `${part({ alg: 'none', typ: 'JWT' })}.${part({ ...claims, exp: now + 3_600 })}.unsigned`
    const server = createServer((request, reply) => {
      reply.statusCode = request.headers['x-identity-header'] === secret ? 200 : 401
      reply.setHeader('content-type', 'application/json')
      reply.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_on: String(now + 3_600) }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${address.port}/token`)
    vi.stubEnv('IDENTITY_HEADER', secret)
    return server
  }
})
