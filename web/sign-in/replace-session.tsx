import { Button } from '../ui/button.tsx'
import { useSessionMessages } from './messages.ts'

/** Asked before a link makes somebody who is signed in here into somebody else. */
export function ReplaceSession(props: {
  /** Who is signed in. */
  name: string
  words: string
  /** What the button says that goes on. */
  go: string
  onGo: () => void
  onStay: () => void
}) {
  const t = useSessionMessages()
  return (
    <div class="session">
      <h1>{t('signedInAs', { name: props.name })}</h1>
      <p role="status">{props.words}</p>
      <p class="session-actions">
        <Button look="strong" onClick={() => props.onStay()}>
          {t('replaceStay')}
        </Button>
        <Button onClick={() => props.onGo()}>{props.go}</Button>
      </p>
    </div>
  )
}
