import type { FilingView } from '@wall/api/wire/queue'
import { For, Show } from 'solid-js'
import { useLanguage } from '../../lib/i18n/provider.tsx'
import { useServices } from '../../lib/services.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useModerateMessages } from '../messages.ts'

/** Two moderators who see it differently: both are named, and neither is called right. */
export function Disagreement(props: { disagreement: FilingView['disagreement'] }) {
  const t = useModerateMessages()
  const { numberOf } = useServices()
  const { language } = useLanguage()
  const opinions = () => props.disagreement ?? []
  const tell = (one: { by: string; takeaway: number | null }) =>
    one.takeaway === null
      ? t('opinionUnfiled', { name: one.by })
      : t('opinion', { name: one.by, number: numberOf(one.takeaway) })
  const join = () =>
    new Intl.ListFormat(language(), { type: 'conjunction' }).formatToParts(opinions().map(tell))
  return (
    <Show when={opinions().length > 1}>
      <p class="disagreement">
        <Icon name="alert" />
        <span>
          <strong>{t('disagreement')}</strong>{' '}
          <For each={join()}>
            {(part) => (
              <Show when={part.type === 'element'} fallback={part.value}>
                <span dir="auto">{part.value}</span>
              </Show>
            )}
          </For>
          .
        </span>
      </p>
    </Show>
  )
}
