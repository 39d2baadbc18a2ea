/** `npm run check`: format, lint, types, architecture, unused code, generated documents. */
import { join } from 'node:path'
import { node, prepare, root, run } from './prepare.mjs'

prepare({ web: false })
const bin = (name) => join(root, 'node_modules', '.bin', name)
run('Format', bin('biome'), ['check', '.'])
run('Lint', bin('oxlint'), ['--type-aware', '--deny-warnings', '.'])
run('Types', bin('tsc'), ['-p', '.'])
run('Types of the web client', 'npm', ['run', 'check', '--workspace', 'web', '--silent'])
run('Architecture', node, [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  'src/architecture.test.ts',
  '--reporter=dot',
])
run('Unused code', bin('knip'), [])
run('Generated documents', node, ['scripts/generate-documents.ts', '--check'])
