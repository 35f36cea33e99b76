// Node parses a package's whole `exports` again for each of its files that is imported (24.21:
// `getPackageScopeConfig` in `lib/internal/modules/package_json_reader.js`). Those of drizzle-orm are 170 KB,
// for 150 files: a second of each start, and 150 MB of heap. Nothing in them is needed to find one of its
// files from another, or to find it twice.
import { type ResolveFnOutput, registerHooks } from 'node:module'

const found = new Map<string, ResolveFnOutput>()

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL = '' } = context
    if (parentURL.includes('/drizzle-orm/') && /^\..*\.js$/.test(specifier))
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
    if (!/^drizzle-orm(?:\/|$)/.test(specifier)) return next(specifier, context)
    // Ours find the same one from everywhere; another package may have its own.
    const key = parentURL.includes('/node_modules/') ? `${new URL('.', parentURL)} ${specifier}` : specifier
    const known = found.get(key) ?? next(specifier, context)
    found.set(key, known)
    return { ...known, shortCircuit: true }
  },
})
