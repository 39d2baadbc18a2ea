import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startScriptedOpenAiServer } from '../../testing/scripted-openai-server.ts'
import { IdentityError, machineIdentity } from '../machine-identity.ts'
import { azureIdentityFor } from './azure-identity.ts'
import { createOpenAiClient } from './create-client.ts'

const SCOPE = 'https://cognitiveservices.azure.com/.default'

afterEach(() => vi.unstubAllEnvs())

/** A stand-in for the endpoint that gives App Service and Container Apps their tokens. */
async function startIdentityEndpoint() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://localhost').searchParams.get('resource') ?? '')
    response.writeHead(200, { 'content-type': 'application/json' })
    const ends = Math.floor(Date.now() / 1000) + 7_200
    response.end(
      JSON.stringify({
        access_token: 'machine-token',
        expires_on: `${ends}`,
        resource: asked[0],
        token_type: 'Bearer',
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/token`)
  vi.stubEnv('IDENTITY_HEADER', 'a-header')
  return { asked, [Symbol.asyncDispose]: async () => void server.close() }
}

describe('the identity of this machine', () => {
  it('is for servers of Azure alone, and never for one that can be listened in on', () => {
    expect(azureIdentityFor('https://name.openai.azure.com/openai/v1')).not.toBeNull()
    expect(azureIdentityFor('https://name.services.ai.azure.com/openai/v1')).not.toBeNull()
    expect(azureIdentityFor('https://name.openai.azure.us/openai/v1')).not.toBeNull()
    for (const other of ['http://name.openai.azure.com/v1', 'https://azure.com.example.org/v1', 'http://127.0.0.1/v1'])
      expect(azureIdentityFor(other)).toBeNull()
  })

  it('gives its token, once for many calls, to the model server', async () => {
    await using endpoint = await startIdentityEndpoint()
    await using server = await startScriptedOpenAiServer()
    const client = createOpenAiClient({
      baseUrl: server.baseUrl,
      apiKey: undefined,
      identity: machineIdentity(SCOPE, 'set a key'),
    })
    for (let time = 0; time < 2; time += 1) {
      server.script({ type: 'answer', deltas: ['Yes'] })
      await client.chat.completions.create({ model: 'a-deployment', messages: [] })
    }
    expect(server.calls.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill('Bearer machine-token'))
    expect(endpoint.asked).toEqual(['https://cognitiveservices.azure.com'])
  })

  it('says what to do where there is none', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential')
    await expect(machineIdentity(SCOPE, 'set a key')()).rejects.toThrow(IdentityError)
  })
})
