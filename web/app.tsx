import { Router } from '@solidjs/router'
import { ErrorBoundary, type JSX, onCleanup, Show, Suspense } from 'solid-js'
import type { Http } from './api/client.ts'
import { ClockProvider } from './lib/clock.tsx'
import type { Language } from './lib/i18n/language.ts'
import { LanguageProvider } from './lib/i18n/provider.tsx'
import type { KeptValues } from './lib/kept-values.ts'
import { reloadWhenServed } from './lib/reload.ts'
import { ServicesProvider } from './lib/services.tsx'
import { routes } from './routes.tsx'
import { ErrorView } from './ui/error-view.tsx'
import { Loading } from './ui/loading.tsx'

/** Everything a page may use (services, language, clock) around the router. */
export function App(props: { http: Http; kept: KeptValues; language: Language }) {
  return (
    <ServicesProvider http={props.http} kept={props.kept}>
      <LanguageProvider first={props.language} kept={props.kept}>
        <ClockProvider>
          <Router root={Frame}>{routes}</Router>
        </ClockProvider>
      </LanguageProvider>
    </ServicesProvider>
  )
}

function Frame(props: { children?: JSX.Element }) {
  return (
    <ErrorBoundary fallback={(error, reset) => <PageFault error={error} reset={reset} />}>
      <Suspense fallback={<Loading />}>{props.children}</Suspense>
    </ErrorBoundary>
  )
}

/**
 * A page that could not be loaded or drawn. A room's screen shows no error: it waits, and comes back by
 * itself.
 */
function PageFault(props: { error: unknown; reset: () => void }) {
  const isRoom = location.pathname.startsWith('/screen')
  if (isRoom) onCleanup(reloadWhenServed(location.href))
  return (
    <Show when={!isRoom} fallback={<main class="loading" />}>
      <ErrorView error={props.error} onRetry={props.reset} />
    </Show>
  )
}
