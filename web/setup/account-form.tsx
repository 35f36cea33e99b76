import { createSignal, Show } from 'solid-js'
import { ApiError, apiErrorCode } from '../api/errors.ts'
import { acceptInvitation } from '../api/session.ts'
import { useDescribeError } from '../lib/describe-error.ts'
import { useServices } from '../lib/services.tsx'
import { EmailField } from '../sign-in/email-field.tsx'
import { useSessionMessages } from '../sign-in/messages.ts'
import { PasswordField } from '../sign-in/password-field.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { type AccountFaults, findAccountFaults, type NewAccount, readServerFaults } from './account-faults.ts'
import { judgePassword } from './password-strength.ts'

const strengthKeys = { weak: 'strengthWeak', fair: 'strengthFair', good: 'strengthGood' } as const
const fields = ['name', 'email', 'password'] as const

/** Makes the account that the token allows. `onUsedUp`: meanwhile the token was used or expired. */
export function AccountForm(props: { token: string; onDone: () => void; onUsedUp: () => void }) {
  const t = useSessionMessages()
  const { http } = useServices()
  const describe = useDescribeError()
  const [account, setAccount] = createSignal<NewAccount>({ name: '', email: '', password: '' })
  const [faults, setFaults] = createSignal<AccountFaults>({})
  const [error, setError] = createSignal<unknown>()
  const [isBusy, setBusy] = createSignal(false)
  let form: HTMLFormElement | undefined

  const write = (name: keyof NewAccount) => (event: InputEvent & { currentTarget: HTMLInputElement }) =>
    setAccount({ ...account(), [name]: event.currentTarget.value })
  const fault = (name: keyof NewAccount) => {
    const key = faults()[name]
    return key && t(key)
  }
  const strength = () => {
    const judged = judgePassword(account().password, [account().name, account().email.split('@')[0] ?? ''])
    return judged === 'short' ? undefined : t(strengthKeys[judged])
  }
  const show = (found: AccountFaults) => {
    setFaults(found)
    const first = fields.find((name) => found[name])
    form?.querySelector<HTMLInputElement>(`[name=${first ?? 'name'}]`)?.focus()
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (isBusy()) return
    const found = findAccountFaults(account())
    setFaults(found)
    setError(undefined)
    if (Object.keys(found).length > 0) return show(found)
    setBusy(true)
    try {
      const { name, email, password } = account()
      await acceptInvitation(http, { token: props.token, name: name.trim(), email: email.trim(), password })
      props.onDone()
    } catch (failure) {
      const code = apiErrorCode(failure)
      const told = failure instanceof ApiError ? readServerFaults(failure.fields) : {}
      if (code === 'not_found') props.onUsedUp()
      else if (code === 'conflict') show({ email: 'emailTaken' })
      else if (Object.keys(told).length > 0) show(told)
      else setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form class="session-form" ref={form} method="post" noValidate onSubmit={(event) => void submit(event)}>
      <Show when={error()}>
        <Notice kind="bad">
          <p>{describe(error())}</p>
        </Notice>
      </Show>
      <Field
        label={t('name')}
        hint={t('nameHint')}
        name="name"
        autocomplete="name"
        maxlength="100"
        required
        value={account().name}
        onInput={write('name')}
        fault={fault('name')}
      />
      <EmailField value={account().email} onInput={write('email')} fault={fault('email')} />
      <PasswordField
        label={t('password')}
        hint={t('passwordHint')}
        name="password"
        autocomplete="new-password"
        minlength="10"
        required
        value={account().password}
        onInput={write('password')}
        fault={fault('password')}
      />
      <p class="session-soft" role="status">
        {strength()}
      </p>
      <Button type="submit" look="strong" aria-busy={isBusy()}>
        {isBusy() ? t('creating') : t('create')}
      </Button>
    </form>
  )
}
