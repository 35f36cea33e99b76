import type { ScreenView } from '@wall/api/wire/team'
import { createUniqueId, For, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatTimeAgo } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { Icon } from '../ui/icons.tsx'
import { useTeamMessages } from './messages.ts'

/** Which screens in rooms are on, whichever machine serves them. */
export function ScreenList(props: { screens: readonly ScreenView[] }) {
  const t = useTeamMessages()
  const { language } = useLanguage()
  const id = createUniqueId()
  const now = useNow()
  const ago = (at: string) => formatTimeAgo(language(), at, Math.max(now(), Date.parse(at)))
  return (
    <section class="team-section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('screensTitle')}</h2>
      <Show when={props.screens.length > 0} fallback={<p class="team-soft">{t('noScreens')}</p>}>
        <ul class="parts">
          <For each={props.screens}>
            {(screen) => (
              <li class="part" data-mood={screen.isOn ? 'good' : 'off'}>
                <Icon name={screen.isOn ? 'done' : 'close'} />
                <p>
                  <strong>{screen.name || t('screenUnnamed', { id: screen.id.slice(0, 4) })}</strong>{' '}
                  <span class="part-mood">{t(screen.isOn ? 'screenOn' : 'moodOff')}</span>
                  <span class="part-words">
                    {screen.isOn
                      ? t('screenSince', { ago: ago(screen.since) })
                      : t('screenSeen', { ago: ago(screen.seenAt) })}
                  </span>
                </p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
