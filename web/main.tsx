import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import { render } from 'solid-js/web'
import { createHttp } from './api/client.ts'
import { App } from './app.tsx'
import { chooseLanguage } from './lib/i18n/language.ts'
import { createKeptValues } from './lib/kept-values.ts'
import { reloadOnce } from './lib/reload.ts'

// After an update the files of an old page are gone: its next part cannot load until the page is new.
window.addEventListener('vite:preloadError', () => void reloadOnce(() => window.sessionStorage))

const kept = createKeptValues(() => window.localStorage)

const first = chooseLanguage({
  search: location.search,
  saved: kept.read('language'),
  preferred: navigator.languages,
})

const root = document.getElementById('app')
if (root) {
  render(
    () => <App http={createHttp((input, init) => fetch(input, init))} kept={kept} language={first} />,
    root,
  )
}
