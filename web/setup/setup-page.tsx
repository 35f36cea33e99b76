import '../sign-in/session.css'
import { useNavigate } from '@solidjs/router'
import { createResource, createSignal, Match, onCleanup, onMount, Switch } from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import { checkInvitation, getSession } from '../api/session.ts'
import { useServices } from '../lib/services.tsx'
import { useSessionMessages } from '../sign-in/messages.ts'
import { ReplaceSession } from '../sign-in/replace-session.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { AccountForm } from './account-form.tsx'

/**
 * Opened as `/setup#<token>`: the token makes one account. What follows # is not sent with any request for a
 * page.
 */
export function SetupPage() {
  const t = useSessionMessages()
  const { http } = useServices()
  const navigate = useNavigate()
  const [token, setToken] = createSignal(readToken())
  const [isUsedUp, setUsedUp] = createSignal(false)
  const [mayReplace, setMayReplace] = createSignal(false)
  const [check, { refetch }] = createResource(token, (current) => checkInvitation(http, current))
  const [session] = createResource(() => getSession(http).catch(() => undefined))
  const onHash = () => {
    setUsedUp(false)
    setToken(readToken())
  }
  onMount(() => window.addEventListener('hashchange', onHash))
  onCleanup(() => window.removeEventListener('hashchange', onHash))

  const isRefused = () =>
    isUsedUp() || ['not_found', 'invalid'].includes(check.error ? apiErrorCode(check.error) : '')
  const isKnown = () => session.state === 'ready' || session.state === 'errored'
  const signedIn = () => (session.state === 'ready' ? session.latest?.user : undefined)
  const role = () => (isKnown() && check.state === 'ready' ? check.latest?.role : undefined)
  const advice = () => {
    const known = session.state === 'ready' ? session.latest : undefined
    if (!known) return t('usedEither')
    return known.needsSetup ? t('usedFirst') : t('usedInvited')
  }
  const goOn = () => {
    // The used token leaves the history with this entry.
    window.history.replaceState(window.history.state, '', window.location.pathname)
    navigate('/moderate', { replace: true })
  }

  return (
    <PageShell title={t('accountTitle')}>
      <Switch fallback={<Loading />}>
        <Match when={!token()}>
          <div class="session">
            <h1>{t('noTokenTitle')}</h1>
            <p>{t('noTokenText')}</p>
            <WaysOut />
          </div>
        </Match>
        <Match when={isRefused()}>
          <div class="session">
            <h1>{t('usedTitle')}</h1>
            <p role="alert">{advice()}</p>
            <WaysOut />
          </div>
        </Match>
        <Match when={check.error}>
          <ErrorView error={check.error} onRetry={() => void refetch()} />
        </Match>
        <Match when={role() && !mayReplace() && signedIn()}>
          {(me) => (
            <ReplaceSession
              name={me().name}
              words={t('replaceAccount', { name: me().name })}
              go={t('replaceAccountGo')}
              onGo={() => setMayReplace(true)}
              onStay={goOn}
            />
          )}
        </Match>
        <Match when={role()}>
          {(found) => (
            <div class="session">
              <h1>{t('accountTitle')}</h1>
              <p class="session-lead">
                {t(found() === 'admin' ? 'accountLeadAdmin' : 'accountLeadModerator')}
              </p>
              <AccountForm token={token()} onDone={goOn} onUsedUp={() => setUsedUp(true)} />
            </div>
          )}
        </Match>
      </Switch>
    </PageShell>
  )

  function WaysOut() {
    return (
      <p class="session-actions">
        <ButtonLink href="/sign-in">{t('goSignIn')}</ButtonLink>
        <ButtonLink look="quiet" href="/">
          {t('goWall')}
        </ButtonLink>
      </p>
    )
  }
}

function readToken(): string {
  return window.location.hash.slice(1)
}
