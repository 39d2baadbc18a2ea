/** `npm start`: prepare what is missing, then serve. */
import { runFootnote } from './run-footnote.mjs'
import { prepare } from './prepare.mjs'

prepare()
runFootnote(['serve'])
