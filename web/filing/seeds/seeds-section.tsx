import type { TakeawayView } from '@wall/api/wire/campaign'
import { createEffect, createUniqueId, For, Show } from 'solid-js'
import { useServices } from '../../lib/services.tsx'
import { ErrorView } from '../../ui/error-view.tsx'
import { Loading } from '../../ui/loading.tsx'
import { createMeasure } from '../create-measure.ts'
import type { FilingApi } from '../filing-api.ts'
import { useFilingMessages } from '../messages.ts'
import { ScorePanel } from '../score-panel.tsx'
import { createSeedsEditor } from './create-seeds-editor.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { RestoreShipped } from './restore-shipped.tsx'
import { SaveBar } from './save-bar.tsx'
import { SeedsNews } from './seeds-news.tsx'
import { SeedsPlace } from './seeds-place.tsx'

/** What the words learn from: examples and keywords for each takeaway, with the score they make together. */
export function SeedsSection(props: {
  api: FilingApi
  slug: string
  takeaways: readonly TakeawayView[]
  isReadOnly: boolean
  /** The newest there is, as far as the page knows. */
  version: number | undefined
  onSaved: () => void
}) {
  const t = useFilingMessages()
  const { kept } = useServices()
  const id = createUniqueId()
  const editor = createSeedsEditor({
    api: props.api,
    kept,
    slug: props.slug,
    takeaways: props.takeaways.map(({ id }) => id),
    onSaved: () => props.onSaved(),
  })
  createEffect(() => {
    if (props.version !== undefined) void editor.catchUp(props.version)
  })
  const measure = createMeasure({
    draft: editor.draft,
    saved: editor.saved,
    measure: (order) => props.api.measure(order),
  })
  return (
    <section class="filing-section" aria-labelledby={`${id}-title`} id="seeds">
      <h2 id={`${id}-title`}>{t('seedsTitle')}</h2>
      <p class="filing-soft">{props.isReadOnly ? t('seedsReadOnly') : t('seedsLead')}</p>
      <Show when={editor.loadError()}>
        <ErrorView error={editor.loadError()} onRetry={() => void editor.load()} />
      </Show>
      <Show when={editor.draft()} fallback={<Show when={!editor.loadError()}>{<Loading />}</Show>}>
        {(draft) => (
          <>
            <SeedsNews editor={editor} />
            <div class="seeds">
              <ScorePanel
                measure={measure}
                draft={draft()}
                takeaways={props.takeaways}
                isDirty={editor.isDirty()}
              />
              <div class="seeds-places">
                <For each={[...props.takeaways, null]}>
                  {(takeaway) => (
                    <SeedsPlace
                      takeaway={takeaway}
                      draft={draft()}
                      editor={editor}
                      isReadOnly={props.isReadOnly}
                    />
                  )}
                </For>
              </div>
            </div>
            <Show when={!props.isReadOnly}>
              <RestoreShipped editor={editor} />
              <SaveBar editor={editor} />
              <LeaveGuard isDirty={editor.isDirty()} />
            </Show>
          </>
        )}
      </Show>
    </section>
  )
}
