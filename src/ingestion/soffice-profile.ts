import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Setting {
  readonly path: string
  readonly name: string
  readonly value: string
}

/** A port that nothing listens on: whatever LibreOffice wants to fetch goes there. */
const NOWHERE = { host: '127.0.0.1', port: '9' }

/**
 * What LibreOffice must not do with a file nobody vouches for: run macros or Java, follow links to other files and
 * addresses, bring itself up to date.
 */
const SETTINGS: readonly Setting[] = [
  ...named('/org.openoffice.Office.Common/Security/Scripting', {
    MacroSecurityLevel: '3',
    DisableMacrosExecution: 'true',
    BlockUntrustedRefererLinks: 'true',
  }),
  ...named('/org.openoffice.Office.Common/Load', { UpdateDocMode: '0' }),
  // 2 is never; 0 is always.
  ...named('/org.openoffice.Office.Writer/Content/Update', { Link: '2' }),
  ...named('/org.openoffice.Office.Calc/Content/Update', { Link: '2' }),
  ...named('/org.openoffice.Office.Java/VirtualMachine', { Enable: 'false' }),
  ...named('/org.openoffice.Inet/Settings', {
    ooInetProxyType: '1',
    ooInetHTTPProxyName: NOWHERE.host,
    ooInetHTTPProxyPort: NOWHERE.port,
    ooInetHTTPSProxyName: NOWHERE.host,
    ooInetHTTPSProxyPort: NOWHERE.port,
    ooInetNoProxy: '',
  }),
]

function named(path: string, values: Readonly<Record<string, string>>): Setting[] {
  return Object.entries(values).map(([name, value]) => ({ path, name, value }))
}

/** Write a LibreOffice profile that allows as little as possible. */
export async function writeSofficeProfile(folder: string): Promise<void> {
  const items = SETTINGS.map(
    ({ path, name, value }) =>
      `<item oor:path="${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  )
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n${items.join('\n')}\n</oor:items>\n`
  await mkdir(join(folder, 'user'), { recursive: true })
  await writeFile(join(folder, 'user', 'registrymodifications.xcu'), text)
}
