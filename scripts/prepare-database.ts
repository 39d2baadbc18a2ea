import { initialiseDatabaseFolder } from '../src/platform/database/pglite.ts'

/** Initialise an empty embedded database in the folder given, for first starts to copy. */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: prepare-database.ts FOLDER')
await initialiseDatabaseFolder(folder)
