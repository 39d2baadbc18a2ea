/** `npm start`: prepare what is missing, then serve. */

import { prepare } from './prepare.mjs'
import { runFootnote } from './run-footnote.mjs'

prepare()
runFootnote(['serve'])
