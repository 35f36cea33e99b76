import { Match, Show, Switch } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatSince } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useServices } from '../lib/services.tsx'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { Notice } from '../ui/notice.tsx'
import { tellGuard } from './guard-words.ts'
import { useModerateMessages } from './messages.ts'
import type { Queue } from './queue/create-queue.ts'
import type { QueueModel } from './queue/queue-model.ts'

/** The way to the server: what is wrong with it, what is safe, what happens next. */
export function ConnectionNotice(props: { queue: Queue }) {
  const t = useModerateMessages()
  const { language } = useLanguage()
  const now = useNow()
  const waiting = () => props.queue.model().orders.length
  return (
    <Switch>
      <Match when={props.queue.trouble() === 'signed_out'}>
        <Notice
          kind="bad"
          action={
            <ButtonLink size="small" href="/sign-in?then=/moderate" target="_blank">
              {t('signInAgain')}
            </ButtonLink>
          }
        >
          <p>{t('signedOut', { count: waiting() })}</p>
        </Notice>
      </Match>
      <Match when={props.queue.isOffline()}>
        <Notice kind="offline">
          <p>{t('offline')}</p>
          <Show when={waiting() > 0}>
            <p>{t('waiting', { count: waiting() })}</p>
          </Show>
        </Notice>
      </Match>
      <Match when={props.queue.trouble()}>
        <Notice kind="offline">
          <p>{t('stalled', { count: waiting() })}</p>
        </Notice>
      </Match>
      <Match when={props.queue.offlineSince()}>
        {(since) => (
          <Notice kind="offline">
            <p>{t('liveLost', { time: formatSince(language(), since(), now()) })}</p>
          </Notice>
        )}
      </Match>
      <Match when={props.queue.nothingSince()}>
        {(since) => (
          <Notice kind="offline">
            <p>{t('nothingSince', { time: formatSince(language(), since(), now()) })}</p>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

/** What happened to the post in front. No decision is taken until this was seen. */
export function GuardNotice(props: { model: QueueModel; isStillHere: boolean; onRead: () => void }) {
  const t = useModerateMessages()
  const { language } = useLanguage()
  const { numberOf } = useServices()
  return (
    <Show when={props.model.guard}>
      {(guard) => (
        <Notice
          kind={guard().kind === 'conflict' ? 'bad' : 'info'}
          action={
            <Button size="small" onClick={() => props.onRead()}>
              {props.isStillHere ? t('guardRead') : t('guardGo')}
            </Button>
          }
        >
          <p>{tellGuard(t, { language, numberOf, guard: guard() })}</p>
        </Notice>
      )}
    </Show>
  )
}
