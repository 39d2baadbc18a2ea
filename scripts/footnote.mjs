#!/usr/bin/env node
/** `npx footnote …`: prepare what is missing, then run the command. Only the server needs the web client. */
import { prepare } from './prepare.mjs'
import { runFootnote } from './run-footnote.mjs'

const args = process.argv.slice(2)
prepare({ web: args[0] === 'serve' })
runFootnote(args)
