import './screen.css'
import { useLocation } from '@solidjs/router'
import { ErrorBoundary, onCleanup } from 'solid-js'
import { useScreenWords } from '../lib/i18n/screen.ts'
import { useServices } from '../lib/services.tsx'
import { createScreen } from './create-screen.ts'
import { useRoomPage } from './room-page.ts'
import { ScreenSlate } from './screen-slate.tsx'
import { ScreenView } from './screen-view.tsx'

const recoverMs = 10_000

/**
 * `/screen`: the wall for a room. It may stand unattended for days, so no fault of ours may ever be seen on
 * it.
 */
export function ScreenPage() {
  const t = useScreenWords()
  useRoomPage(() => t('title'))
  return (
    <ErrorBoundary fallback={(_error, reset) => <Recovering reset={reset} />}>
      <Running />
    </ErrorBoundary>
  )
}

function Running() {
  const { http, kept } = useServices()
  const location = useLocation()
  const screen = createScreen(http, kept, location.search)
  return <ScreenView screen={screen} search={location.search} />
}

function Recovering(props: { reset: () => void }) {
  const timer = window.setTimeout(() => props.reset(), recoverMs)
  onCleanup(() => window.clearTimeout(timer))
  return <ScreenSlate />
}
