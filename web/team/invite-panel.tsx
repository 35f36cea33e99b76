import { createSignal, createUniqueId, Show } from 'solid-js'
import { createInvitation, type Invitation, type Role } from '../api/session.ts'
import { formatDateTime } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useServices } from '../lib/services.tsx'
import { isThisMachine } from '../lib/this-machine.ts'
import { Button } from '../ui/button.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Field } from '../ui/field.tsx'
import { useToast } from '../ui/toasts.tsx'
import { useTeamMessages } from './messages.ts'
import { SelectField } from './select-field.tsx'

/** For administrators: a link that makes one account, shown once. */
export function InvitePanel() {
  const t = useTeamMessages()
  const { http } = useServices()
  const { language } = useLanguage()
  const toast = useToast()
  const id = createUniqueId()
  const [role, setRole] = createSignal<Role>('moderator')
  const [invitation, setInvitation] = createSignal<Invitation>()
  const [error, setError] = createSignal<unknown>()
  const [isBusy, setBusy] = createSignal(false)

  const invite = async () => {
    setBusy(true)
    setError(undefined)
    try {
      setInvitation(await createInvitation(http, role()))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const copy = async (link: string) => {
    try {
      await navigator.clipboard.writeText(link)
      toast({ text: () => t('copied') })
    } catch {
      toast({ text: () => t('copyFailed') })
    }
  }

  return (
    <section class="team-section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('inviteTitle')}</h2>
      <p class="team-soft">{t('inviteLead')}</p>
      <div class="invite">
        <SelectField
          label={t('inviteRole')}
          value={role()}
          options={[
            { value: 'moderator', label: t('roleModerator') },
            { value: 'admin', label: t('roleAdmin') },
          ]}
          onChoose={(value) => setRole(value === 'admin' ? 'admin' : 'moderator')}
        />
        <Button disabled={isBusy()} onClick={() => void invite()}>
          {isBusy() ? t('inviting') : t('invite')}
        </Button>
      </div>
      <Show when={error()}>
        <ErrorView error={error()} />
      </Show>
      <Show when={invitation()}>
        {(made) => (
          <div class="invite-link" role="status">
            <Field
              label={t('inviteLink')}
              hint={t('inviteOnce', { until: formatDateTime(language(), made().expiresAt) })}
              readonly
              value={made().link}
              onFocus={(event) => event.currentTarget.select()}
            />
            <Show when={isThisMachine(made().link)}>
              <p class="team-soft">{t('inviteHere')}</p>
            </Show>
            <Button look="strong" onClick={() => void copy(made().link)}>
              {t('copy')}
            </Button>
          </div>
        )}
      </Show>
    </section>
  )
}
