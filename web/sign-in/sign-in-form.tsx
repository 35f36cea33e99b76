import { createSignal, Show } from 'solid-js'
import { signIn } from '../api/session.ts'
import { formatTime } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useServices } from '../lib/services.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { EmailField } from './email-field.tsx'
import { useSessionMessages } from './messages.ts'
import { PasswordField } from './password-field.tsx'
import { explainSignIn } from './sign-in-fault.ts'

/** `firstFault` is shown before anything was tried here, e.g. that a demo link is old. */
export function SignInForm(props: { firstFault?: string | undefined; onSignedIn: () => void }) {
  const t = useSessionMessages()
  const { http } = useServices()
  const { language } = useLanguage()
  const [fault, setFault] = createSignal<() => string>()
  const [emailFault, setEmailFault] = createSignal<'missingEmail' | 'badEmail'>()
  const [passwordFault, setPasswordFault] = createSignal<'missingPassword'>()
  const [isBusy, setBusy] = createSignal(false)
  let form: HTMLFormElement | undefined

  const submit = async (event: Event) => {
    event.preventDefault()
    if (isBusy() || !form) return
    const data = new FormData(form)
    const email = String(data.get('email') ?? '').trim()
    const password = String(data.get('password') ?? '')
    setFault(undefined)
    setEmailFault(email === '' ? 'missingEmail' : email.includes('@') ? undefined : 'badEmail')
    setPasswordFault(password === '' ? 'missingPassword' : undefined)
    if (emailFault() || passwordFault()) {
      form.querySelector<HTMLInputElement>(`[name=${emailFault() ? 'email' : 'password'}]`)?.focus()
      return
    }
    setBusy(true)
    try {
      await signIn(http, { email, password })
      props.onSignedIn()
    } catch (error) {
      const found = explainSignIn(error, Date.now())
      setFault(() => () => {
        if (found.key !== 'tooMany') return t(found.key)
        return t('tooMany', { time: formatTime(language(), found.againAt) })
      })
      if (found.key === 'wrong') form.querySelector<HTMLInputElement>('[name=password]')?.focus()
    } finally {
      setBusy(false)
    }
  }

  return (
    <form class="session-form" ref={form} method="post" noValidate onSubmit={(event) => void submit(event)}>
      <Show when={fault()?.() ?? props.firstFault}>
        {(sentence) => (
          <Notice kind="bad">
            <p>{sentence()}</p>
          </Notice>
        )}
      </Show>
      <EmailField fault={emailFault() && t(emailFault() ?? 'missingEmail')} />
      <PasswordField
        label={t('password')}
        name="password"
        autocomplete="current-password"
        maxlength="128"
        required
        fault={passwordFault() && t(passwordFault() ?? 'missingPassword')}
      />
      <Button type="submit" look="strong" aria-busy={isBusy()}>
        {isBusy() ? t('signingIn') : t('signIn')}
      </Button>
    </form>
  )
}
