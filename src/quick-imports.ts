import { registerHooks } from 'node:module'

/** Packages whose ES modules import each other by exact relative paths, and whose package.json is very large. */
const FOLDERS: readonly string[] = ['/node_modules/drizzle-orm/']

/**
 * Resolve the inner imports of some packages without looking at their package.json. To learn that a file is an ES module
 * Node parses the `exports` of its package.json again for every file; drizzle-orm's has 179 kB, and its hundred files cost
 * the start of the process half a second.
 */
export function installQuickImports(): void {
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const parent = context.parentURL
      if (parent === undefined || !specifier.startsWith('.') || !specifier.endsWith('.js'))
        return nextResolve(specifier, context)
      if (!FOLDERS.some((folder) => parent.includes(folder)) || parent.endsWith('.cjs'))
        return nextResolve(specifier, context)
      return { url: new URL(specifier, parent).href, format: 'module', shortCircuit: true }
    },
  })
}
