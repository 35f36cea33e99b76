import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { formatDateTime } from '../../lib/i18n/dates.ts'
import { useLanguage } from '../../lib/i18n/provider.tsx'
import { useServices } from '../../lib/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useFilingMessages } from '../messages.ts'
import type { SeedsEditor } from './create-seeds-editor.ts'

/**
 * What the editor did by itself: put two people's changes together, or went on with what was left unsaved
 * here.
 */
export function SeedsNews(props: { editor: SeedsEditor }) {
  const t = useFilingMessages()
  const { language } = useLanguage()
  const { numberOf } = useServices()
  const merged = createMemo(() => {
    const news = props.editor.news()
    return news?.kind === 'merged' ? news : undefined
  })
  const time = (at: string | null) => (at === null ? '' : formatDateTime(language(), at))
  const understood = () => (
    <Button size="small" onClick={() => props.editor.dismiss()}>
      {t('understood')}
    </Button>
  )
  return (
    <Switch>
      <Match when={merged()}>
        {(news) => (
          <Notice kind="held" action={understood()}>
            <p>{t('mergedTitle', { name: news().by ?? t('somebody'), at: time(news().at) })}</p>
            <p>{t('mergedText')}</p>
            <Show when={news().theirs.length > 0}>
              <ul class="seeds-theirs">
                <For each={news().theirs}>
                  {(change) => (
                    <li>
                      {change.key.takeaway === null
                        ? t('none')
                        : t('takeaway', { number: numberOf(change.key.takeaway) })}
                      : {t('addedRemoved', { added: change.added.length, removed: change.removed.length })}
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </Notice>
        )}
      </Match>
      <Match when={props.editor.news()?.kind === 'found'}>
        <Notice kind="info" action={understood()}>
          <p>{t('foundDraft')}</p>
        </Notice>
      </Match>
    </Switch>
  )
}
