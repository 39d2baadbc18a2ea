import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { generatedFiles } from '../deploy/azure/generate.ts'
import { compose } from '../src/compose.ts'
import { Environment, readConfig } from '../src/config.ts'
import { clientTypes } from './client-types/write-client-types.ts'

const Property = z.object({ description: z.string().optional(), default: z.union([z.string(), z.number()]).optional() })

/**
 * Write docs/openapi.json and the types of the client from the routes, docs/configuration.md from the settings and what
 * deploy/azure takes from both; with --check only compare.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const description = await openApi()
const documents: Readonly<Record<string, string>> = {
  'docs/openapi.json': description,
  'docs/configuration.md': configurationPage(),
  'src/client/openapi.ts': await clientTypes(description),
  ...(await apiManagementFiles(description)),
}
const stale: string[] = []
for (const [path, text] of Object.entries(documents)) {
  if (!process.argv.includes('--check')) await writeFile(join(root, path), text)
  else if ((await readFile(join(root, path), 'utf8').catch(() => '')) !== text) stale.push(path)
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run "npm run generate" and commit the result.`)
  process.exitCode = 1
}

async function apiManagementFiles(openapi: string): Promise<Record<string, string>> {
  const settings = await readFile(join(root, 'deploy/azure/example.env'), 'utf8')
  const files = Object.entries(await generatedFiles(settings, openapi))
  return Object.fromEntries(files.map(([name, text]) => [`deploy/azure/generated/${name}`, text]))
}

async function openApi(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'footnote-documents-'))
  try {
    await using footnote = await compose(
      readConfig({ FOOTNOTE_HOME: home, FOOTNOTE_WEB: 'off', FOOTNOTE_LOG_LEVEL: 'silent' }),
    )
    await footnote.app.ready()
    return `${JSON.stringify(footnote.app.swagger(), null, 2)}\n`
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

function configurationPage(): string {
  const { properties = {} } = z.toJSONSchema(Environment, { io: 'input', unrepresentable: 'any' })
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description = '', default: fallback } = Property.parse(property)
    return `| \`${name}\` | ${defaultOf(name, fallback)} | ${description} |`
  })
  return [
    '# Configuration',
    '',
    'Generated from `src/config.ts` by `npm run generate`. All settings are environment variables; an empty value counts as not set.',
    'A start with a wrong value stops with a message that names every wrong setting at once.',
    '',
    '| setting | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** The default of this machine would be another one on the next. */
function defaultOf(name: string, fallback: string | number | undefined): string {
  if (name === 'FOOTNOTE_PARSER_SLOTS') return 'number of cores, at most 4'
  return fallback === undefined ? '' : `\`${fallback}\``
}
