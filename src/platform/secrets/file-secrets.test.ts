import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openFileSecrets } from './file-secrets.ts'
import { describeSecretsContract } from './secrets.contract.ts'

const newFolder = () => mkdtemp(join(tmpdir(), 'footnote-secrets-'))

describeSecretsContract('files', async () => openFileSecrets(await newFolder()))

it('keeps secrets readable by their owner only', async () => {
  const folder = await newFolder()
  await openFileSecrets(folder).getOrCreate('key', () => 'value')
  expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600)
})
