import type { ActionView } from '@wall/api/wire/campaign'
import { For, Show } from 'solid-js'
import { useWallWords } from '../lib/i18n/wall.ts'
import { Icon } from '../ui/icons.tsx'
import { TheirWords } from '../ui/post/their-words.tsx'

/** What educators can do, and whether it takes time, money or energy. */
export function TakeawayActions(props: { actions: readonly ActionView[] }) {
  const t = useWallWords()
  return (
    <Show when={props.actions.length > 0}>
      <div class="actions">
        <h3 class="actions-title">{t('actions')}</h3>
        <ul class="actions-list">
          <For each={props.actions}>
            {(action) => (
              <li class="action">
                <TheirWords text={action.text} />
                <ul class="action-uses" aria-label={t('usesLabel')}>
                  <For each={action.uses}>{(resource) => <Resource name={resource} />}</For>
                </ul>
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  )
}

/** A campaign may count other resources than these three: then its own word stands alone. */
function Resource(props: { name: string }) {
  const t = useWallWords()
  const known = () => (['time', 'money', 'energy'] as const).find((name) => name === props.name)
  return (
    <li>
      <Show when={known()} fallback={props.name}>
        {(name) => (
          <>
            <Icon name={name()} />
            {t(name())}
          </>
        )}
      </Show>
    </li>
  )
}
