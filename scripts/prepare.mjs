/**
 * Brings a checkout into a state that runs: installs what the lock file names, builds the web client, and prepares an
 * initialised database to start from. Each step is skipped when it is up to date. Plain JavaScript, because it must run
 * on any Node from 20 on, before the project's own Node is installed.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const cache = join(modules, '.cache', 'footnote')

/** The Node that the project pins, once it is installed. */
export const node = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

/** Compiled code is kept between starts: it cuts the time to load several hundred modules by more than half. */
export const environment = {
  ...process.env,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cache, 'compiled'),
  PATH: `${join(modules, '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
}

/** Install, build the web client, prepare the database template and unpack language data, as far as each is missing. */
export function prepare({ web = true } = {}) {
  install()
  if (web)
    step(
      'web client',
      ['web', 'src/client', 'src/contracts', 'package-lock.json'],
      'npm',
      ['run', 'build', '--workspace', 'web'],
      join(root, 'web', '.next'),
    )
  const template = join(cache, 'database-template')
  if (!existsSync(template)) run('Preparing the database', node, ['scripts/prepare-database.ts', template])
  if (!existsSync(join(cache, 'tessdata', 'eng.traineddata')))
    run('Unpacking the data of text recognition', node, ['scripts/prepare-recognition.ts'])
}

function install() {
  const lock = join(root, 'package-lock.json')
  const stamp = join(modules, '.footnote-installed')
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node)) return
  // Not `npm ci`: it insists on the optional binaries of every platform, which not every registry carries.
  run('Installing packages (a few minutes the first time)', 'npm', [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  writeFileSync(stamp, wanted)
}

/** Run a build when one of its sources changed since it last succeeded. */
function step(name, sources, command, args, output) {
  const stamp = join(cache, `${name.replaceAll(' ', '-')}.stamp`)
  const wanted = hashOf(sources)
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  run(`Building the ${name} (about half a minute)`, command, args)
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, wanted)
}

function hashOf(sources) {
  const hash = createHash('sha256')
  for (const source of sources)
    for (const file of filesBelow(join(root, source))) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules' && name !== 'next-env.d.ts')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => filesBelow(join(path, name)))
}

/** Run a command with its output shown; end this process with its exit code when it fails. */
export function run(title, command, args, extra = {}) {
  if (title !== null) console.error(`${title} …`)
  const shell = process.platform === 'win32'
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit'],
    env: { ...environment, ...extra },
    shell,
  })
  if (error !== undefined) throw error
  if (status !== 0) {
    console.error(`"${command} ${args.join(' ')}" failed; the lines above say why.`)
    process.exit(status ?? 1)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare()
