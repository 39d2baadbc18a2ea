import { mkdtemp, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serverAddress } from './remote-sign-in.ts'
import { openStoredSignIns } from './stored-sign-ins.ts'

const SERVER = 'https://footnote.example.org'
const newFile = async () => join(await mkdtemp(join(tmpdir(), 'footnote-sign-ins-')), 'footnote', 'sign-ins.json')
const signIn = (name: string) => ({ access_token: `access-${name}`, refresh_token: `refresh-${name}`, expires_at: 1 })

it('keeps sign-ins in a file that only their owner can read, and forgets them', async () => {
  const stored = openStoredSignIns(await newFile())
  await stored.update(SERVER, async () => signIn('a'))
  expect((await stat(stored.file)).mode & 0o777).toBe(0o600)
  expect([await stored.get(SERVER), await stored.lastServer()]).toEqual([signIn('a'), SERVER])
  await stored.update(SERVER, async () => null)
  expect([await stored.get(SERVER), await stored.lastServer()]).toEqual([null, null])
})

it('lets one command after the other renew a sign-in', async () => {
  const file = await newFile()
  await openStoredSignIns(file).update(SERVER, async () => signIn('0'))
  const renew = () =>
    openStoredSignIns(file).update(SERVER, async (known) => signIn(String(Number(known?.access_token.slice(7)) + 1)))
  await Promise.all(Array.from({ length: 8 }, renew))
  expect(await openStoredSignIns(file).get(SERVER)).toEqual(signIn('8'))
})

it('takes a file that is not its own as empty', async () => {
  const stored = openStoredSignIns(join(await mkdtemp(join(tmpdir(), 'footnote-sign-ins-')), 'sign-ins.json'))
  await writeFile(stored.file, '{"servers": 7}')
  expect(await stored.get(SERVER)).toBeNull()
})

it.each([
  ['https://footnote.example.org/', 'https://footnote.example.org'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['http://localhost:3000/', 'http://localhost:3000'],
])('takes %s as the address of a server', (given, address) => {
  expect(serverAddress(given)).toBe(address)
})

it.each(['http://footnote.example.org', 'ftp://footnote.example.org', 'footnote.example.org', ''])(
  'sends no sign-in to %j',
  (given) => {
    expect(() => serverAddress(given)).toThrow(/address/)
  },
)
