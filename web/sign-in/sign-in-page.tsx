import './session.css'
import { useLocation, useNavigate } from '@solidjs/router'
import { createSignal, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { getSession, signIn } from '../api/session.ts'
import { useServices } from '../lib/services.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { type Credentials, judgeDemoLink, readDemoLink } from './demo-link.ts'
import { useSessionMessages } from './messages.ts'
import { ReplaceSession } from './replace-session.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { chooseThenPath } from './then-path.ts'

type Stage = 'looking' | 'ask' | 'demo' | 'form' | 'setup'
type Fault = 'demoFailed' | 'demoElsewhere' | 'unavailable'

/** The door for moderators and the team. Whoever is signed in already goes straight on. */
export function SignInPage() {
  const t = useSessionMessages()
  const { http } = useServices()
  const location = useLocation()
  const navigate = useNavigate()
  const [stage, setStage] = createSignal<Stage>('looking')
  const [firstFault, setFirstFault] = createSignal<Fault>()
  const [question, setQuestion] = createSignal<{ name: string; demo: Credentials }>()

  const goOn = () => {
    const then = new URLSearchParams(location.search).get('then')
    navigate(chooseThenPath(then, window.location.origin), { replace: true })
  }
  const showForm = (fault?: Fault) => {
    setFirstFault(fault)
    setStage('form')
  }
  const enterDemo = async (credentials: Credentials) => {
    setStage('demo')
    try {
      await signIn(http, credentials)
      goOn()
    } catch {
      showForm('demoFailed')
    }
  }
  const openDemoLink = async () => {
    const demo = readDemoLink(window.location.hash)
    // Out of the address bar and the history before anything else happens with it.
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
    const session = await getSession(http).catch(() => undefined)
    if (!session) return showForm('unavailable')
    const judged = judgeDemoLink(demo, session)
    if (judged === 'stay') goOn()
    else if (judged === 'no demo') showForm('demoElsewhere')
    else if (!demo || judged === 'old') showForm('demoFailed')
    else if (judged === 'enter') await enterDemo(demo)
    else {
      setQuestion({ name: session.user?.name ?? '', demo })
      setStage('ask')
    }
  }
  // Also when it is pasted over the address of this very page.
  const onHash = () => isDemoLink() && void openDemoLink()
  onMount(async () => {
    window.addEventListener('hashchange', onHash)
    if (isDemoLink()) return openDemoLink()
    // When the server can't be asked, the form says so as soon as it is used.
    const session = await getSession(http).catch(() => undefined)
    if (session?.user) goOn()
    else setStage(session?.needsSetup ? 'setup' : 'form')
  })
  onCleanup(() => window.removeEventListener('hashchange', onHash))

  return (
    <PageShell title={t('signInTitle')}>
      <Switch fallback={<Loading />}>
        <Match when={stage() === 'form'}>
          <div class="session">
            <h1>{t('signInTitle')}</h1>
            <p class="session-lead">{t('signInLead')}</p>
            <SignInForm firstFault={firstFault() && t(firstFault() ?? 'unavailable')} onSignedIn={goOn} />
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
        <Match when={stage() === 'ask' && question()}>
          {(asked) => (
            <ReplaceSession
              name={asked().name}
              words={t('replaceDemo', { email: asked().demo.email })}
              go={t('replaceDemoGo')}
              onGo={() => void enterDemo(asked().demo)}
              onStay={goOn}
            />
          )}
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

function isDemoLink(): boolean {
  return window.location.hash.startsWith('#demo=')
}
