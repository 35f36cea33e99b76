import { defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'

// The page's Content-Security-Policy allows only files of our own: nothing may be inlined as a data: address,
// and no script may be written into the HTML.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid(), preloadWords()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome109', 'firefox115', 'safari16.4'],
    reportCompressedSize: false,
    rolldownOptions: {
      // The first script names every file that a page may need: short names are bytes of the wall's page.
      output: { entryFileNames: 'assets/[hash].js', chunkFileNames: 'assets/[hash].js' },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/media': 'http://127.0.0.1:3000' } },
})

/** Asks for the font of all words together with the first script, not only once the styles name it. */
function preloadWords(): Plugin {
  return {
    name: 'preload-words',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const file = Object.keys(bundle ?? {}).find((name) =>
          /hyperlegible-next-latin-wght-normal.*\.woff2$/.test(name),
        )
        if (!file) return []
        const attrs = { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: '' }
        return [{ tag: 'link', attrs, injectTo: 'head' }]
      },
    },
  }
}
