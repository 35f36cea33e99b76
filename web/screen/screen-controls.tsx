import { useScreenWords } from '../lib/i18n/screen.ts'
import { Button } from '../ui/button.tsx'
import type { Screen } from './create-screen.ts'

/** Pause, next, full screen: there for whoever moves the pointer or tabs to them, else out of the way. */
export function ScreenControls(props: { screen: Screen; isShown: boolean; page: HTMLElement | undefined }) {
  const t = useScreenWords()
  const toggleFullScreen = () => {
    // Refused where the browser or an embedding page forbids it: nothing to say, nothing lost.
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined)
    else void props.page?.requestFullscreen().catch(() => undefined)
  }
  return (
    <div class="room-controls" data-shown={props.isShown ? '' : undefined}>
      <Button size="small" aria-pressed={props.screen.isPaused()} onClick={() => props.screen.togglePause()}>
        {props.screen.isPaused() ? t('resume') : t('pause')}
      </Button>
      <Button size="small" onClick={() => props.screen.next()}>
        {t('next')}
      </Button>
      <Button size="small" onClick={toggleFullScreen}>
        {t('fullScreen')}
      </Button>
      <span>{t('keys')}</span>
    </div>
  )
}
