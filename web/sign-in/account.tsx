import './account.css'
import { useNavigate } from '@solidjs/router'
import { createResource, createSignal, Show } from 'solid-js'
import { getSession, signOut } from '../api/session.ts'
import { useDescribeError } from '../lib/describe-error.ts'
import { useServices } from '../lib/services.tsx'
import { Button } from '../ui/button.tsx'
import { useToast } from '../ui/toasts.tsx'
import { useSessionMessages } from './messages.ts'

/** Who is signed in, and the way out; for the head of the team's pages. */
export function Account() {
  const t = useSessionMessages()
  const { http } = useServices()
  const navigate = useNavigate()
  const toast = useToast()
  const describe = useDescribeError()
  const [isLeaving, setLeaving] = createSignal(false)
  const [session] = createResource(() => getSession(http).catch(() => undefined))
  const leave = async () => {
    setLeaving(true)
    try {
      await signOut(http)
      navigate('/sign-in')
    } catch (error) {
      toast({ text: () => describe(error) })
    } finally {
      setLeaving(false)
    }
  }
  return (
    <Show when={session.latest?.user}>
      {(me) => (
        <div class="account">
          <span class="account-name" title={t('signedInAs', { name: me().email })}>
            {me().name}
          </span>
          <Button size="small" disabled={isLeaving()} onClick={() => void leave()}>
            {t('signOut')}
          </Button>
        </div>
      )}
    </Show>
  )
}
