import { type BeforeLeaveEventArgs, useBeforeLeave } from '@solidjs/router'
import { createSignal, createUniqueId, onCleanup, onMount } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useFilingMessages } from '../messages.ts'

/** Asks before unsaved changes are left behind. They stay in this browser either way. */
export function LeaveGuard(props: { isDirty: boolean }) {
  const t = useFilingMessages()
  const id = createUniqueId()
  const [leaving, setLeaving] = createSignal<BeforeLeaveEventArgs>()
  let dialog: HTMLDialogElement | undefined
  useBeforeLeave((event) => {
    if (!props.isDirty || event.defaultPrevented) return
    event.preventDefault()
    setLeaving(event)
    dialog?.showModal()
  })
  const warn = (event: BeforeUnloadEvent) => {
    if (props.isDirty) event.preventDefault()
  }
  onMount(() => window.addEventListener('beforeunload', warn))
  onCleanup(() => window.removeEventListener('beforeunload', warn))
  return (
    <dialog class="leave" ref={dialog} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`}>
      <h2 id={`${id}-title`}>{t('leaveTitle')}</h2>
      <p id={`${id}-text`}>{t('leaveText')}</p>
      <div class="leave-ways">
        <Button look="strong" onClick={() => dialog?.close()}>
          {t('leaveStay')}
        </Button>
        <Button
          onClick={() => {
            dialog?.close()
            leaving()?.retry(true)
          }}
        >
          {t('leaveGo')}
        </Button>
      </div>
    </dialog>
  )
}
