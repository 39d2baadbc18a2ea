import pc from 'picocolors'
import type { Config } from '../config.ts'
import { findHomeOwner } from '../platform/home/home-lock.ts'
import { revoke, serverAddress, signInByDevice } from './remote-sign-in.ts'
import { openStoredSignIns } from './stored-sign-ins.ts'

/** Sign this command line in to a server; later commands use it. */
export async function loginCommand(config: Config): Promise<void> {
  const server = serverAddress(config.server ?? (await localServer(config)))
  const signIn = await signInByDevice(server, (address, code) => {
    console.log(`Open ${pc.cyan(address)} in a browser and type this code:\n\n  ${pc.bold(code)}\n`)
  })
  const stored = openStoredSignIns()
  await stored.update(server, async () => signIn)
  console.log(`Signed in at ${server}. The sign-in is kept in ${stored.file}.`)
}

/** Forget a sign-in, here and at the server. */
export async function logoutCommand(config: Config): Promise<void> {
  const stored = openStoredSignIns()
  const server = config.server === undefined ? await stored.lastServer() : serverAddress(config.server)
  if (server === null) {
    console.log('You are not signed in anywhere.')
    return
  }
  const known = await stored.get(server)
  await stored.update(server, async () => null)
  if (known !== null)
    await revoke(server, known).catch(() => console.error('The server could not be told; its copy ends within a day.'))
  console.log(`Signed out at ${server}.`)
}

async function localServer(config: Config): Promise<string> {
  const url = (await findHomeOwner(config.home))?.url ?? null
  if (url === null) throw new Error('Say where to sign in: npx footnote login --server https://footnote.example.org')
  return config.publicUrl ?? url
}
