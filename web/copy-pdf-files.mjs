/**
 * Put what the PDF viewer loads while it runs beside the built pages: its worker, character maps, standard fonts and
 * image decoders. All from the copy of pdf.js that react-pdf uses, because worker and page must be of one version; the
 * folder carries the version, so that browsers may keep the files for ever.
 */
import { cp, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const viewer = createRequire(join(here, 'package.json')).resolve('react-pdf')
const pdfjs = dirname(createRequire(viewer).resolve('pdfjs-dist/package.json'))
const { version } = JSON.parse(await readFile(join(pdfjs, 'package.json'), 'utf8'))
const target = join(here, '.next', 'static', `pdfjs-${version}`)

await cp(join(pdfjs, 'build', 'pdf.worker.min.mjs'), join(target, 'pdf.worker.min.mjs'))
for (const folder of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) {
  await cp(join(pdfjs, folder), join(target, folder), { recursive: true })
}
