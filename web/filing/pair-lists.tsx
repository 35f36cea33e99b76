import type { TakeawayView } from '@wall/api/wire/campaign'
import type { MeasureAnswer } from '@wall/api/wire/filing'
import { For, Show } from 'solid-js'
import { useFilingMessages } from './messages.ts'
import { PlaceName } from './place-name.tsx'
import { useNumbers } from './use-numbers.ts'

/** More are noise. */
const mostPairs = 6

/** Places that are taken for each other. */
export function ConfusedPairs(props: {
  confused: MeasureAnswer['confused']
  takeaways: readonly TakeawayView[]
}) {
  const t = useFilingMessages()
  return (
    <Show when={props.confused.length > 0} fallback={<p class="filing-soft">{t('confusedNone')}</p>}>
      <ul class="pairs">
        <For each={props.confused.slice(0, mostPairs)}>
          {(pair) => (
            <li>
              <PlaceName takeaway={pair.is} takeaways={props.takeaways} />
              <span class="pairs-link">{t('confusedTaken', { count: pair.posts })}</span>
              <PlaceName takeaway={pair.taken} takeaways={props.takeaways} />
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

/** Takeaways whose own words mean the same. */
export function AlikePairs(props: { alike: MeasureAnswer['alike']; takeaways: readonly TakeawayView[] }) {
  const t = useFilingMessages()
  const { percent } = useNumbers()
  return (
    <Show when={props.alike.length > 0} fallback={<p class="filing-soft">{t('alikeNone')}</p>}>
      <ul class="pairs">
        <For each={props.alike.slice(0, mostPairs)}>
          {(pair) => (
            <li>
              <PlaceName takeaway={pair.a} takeaways={props.takeaways} />
              <span class="pairs-link">{t('alikeWith', { likeness: percent(pair.likeness) })}</span>
              <PlaceName takeaway={pair.b} takeaways={props.takeaways} />
            </li>
          )}
        </For>
      </ul>
      <p class="filing-soft">{t('alikeHelp')}</p>
    </Show>
  )
}
