/** `npm start`: prepare what is missing, then serve; what follows `--` goes to `footnote serve`. */

import { prepare } from './prepare.mjs'
import { runFootnote } from './run-footnote.mjs'

prepare()
runFootnote(['serve', ...process.argv.slice(2)])
