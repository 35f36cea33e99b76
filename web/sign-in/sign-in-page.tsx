import './session.css'
import { useLocation, useNavigate } from '@solidjs/router'
import { createSignal, Match, onMount, Show, Switch } from 'solid-js'
import { getSession, signIn } from '../api/session.ts'
import { useServices } from '../lib/services.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { type Credentials, readDemoLink } from './demo-link.ts'
import { useSessionMessages } from './messages.ts'
import { SignInForm } from './sign-in-form.tsx'
import { chooseThenPath } from './then-path.ts'

type Stage = 'looking' | 'demo' | 'form' | 'setup'

/** The door for moderators and the team. Whoever is signed in already goes straight on. */
export function SignInPage() {
  const t = useSessionMessages()
  const { http } = useServices()
  const location = useLocation()
  const navigate = useNavigate()
  const [stage, setStage] = createSignal<Stage>('looking')
  const [hasDemoFailed, setDemoFailed] = createSignal(false)

  const goOn = () => {
    const then = new URLSearchParams(location.search).get('then')
    navigate(chooseThenPath(then, window.location.origin), { replace: true })
  }
  const enterDemo = async (credentials: Credentials) => {
    setStage('demo')
    try {
      await signIn(http, credentials)
      goOn()
    } catch {
      setDemoFailed(true)
      setStage('form')
    }
  }
  onMount(async () => {
    const demo = readDemoLink(window.location.hash)
    if (window.location.hash.startsWith('#demo=')) {
      // Out of the address bar and the history before anything else happens with it.
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
      if (demo) return enterDemo(demo)
      setDemoFailed(true)
    }
    // When the server can't be asked, the form says so as soon as it is used.
    const session = await getSession(http).catch(() => undefined)
    if (session?.user) goOn()
    else setStage(session?.needsSetup ? 'setup' : 'form')
  })

  return (
    <PageShell title={t('signInTitle')}>
      <Switch fallback={<Loading />}>
        <Match when={stage() === 'form'}>
          <div class="session">
            <h1>{t('signInTitle')}</h1>
            <p class="session-lead">{t('signInLead')}</p>
            <SignInForm firstFault={hasDemoFailed() ? t('demoFailed') : undefined} onSignedIn={goOn} />
            <p class="session-soft">{t('forgot')}</p>
          </div>
        </Match>
        <Match when={stage() === 'setup'}>
          <div class="session">
            <h1>{t('setupTitle')}</h1>
            <p>{t('setupLead')}</p>
            <SetupWhere />
          </div>
        </Match>
        <Match when={stage() === 'demo'}>
          <div class="session" role="status">
            <p>{t('demoSigningIn')}</p>
            <Loading />
          </div>
        </Match>
      </Switch>
    </PageShell>
  )

  function SetupWhere() {
    const example = `${window.location.origin}/setup#…`
    const parts = () => t('setupWhere', { example: '\n' }).split('\n')
    return (
      <p>
        {parts()[0]}
        <span class="session-code">{example}</span>
        <Show when={parts()[1]}>{parts()[1]}</Show>
      </p>
    )
  }
}
