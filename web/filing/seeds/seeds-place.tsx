import type { TakeawayView } from '@wall/api/wire/campaign'
import type { SeedsView } from '@wall/api/wire/filing'
import { createSignal, For, Show } from 'solid-js'
import { takeawayHue } from '../../lib/takeaway-hue.ts'
import { Icon } from '../../ui/icons.tsx'
import { useFilingMessages } from '../messages.ts'
import { PlaceName } from '../place-name.tsx'
import type { SeedsEditor } from './create-seeds-editor.ts'
import { type ListKey, readList, withAdded, withList } from './seeds-draft.ts'
import { SeedsList } from './seeds-list.tsx'
import { ShippedSeeds } from './shipped-seeds.tsx'

/**
 * One takeaway (or "none", as null), shut at first: what it says of itself, its examples and its keywords.
 */
export function SeedsPlace(props: {
  takeaway: TakeawayView | null
  draft: SeedsView
  editor: SeedsEditor
  isReadOnly: boolean
}) {
  const t = useFilingMessages()
  const [isOpen, setOpen] = createSignal(false)
  const place = () => props.takeaway?.id ?? null
  const kinds = () => (place() === null ? (['examples'] as const) : (['examples', 'keywords'] as const))
  const keyOf = (kind: ListKey['kind']): ListKey => ({ takeaway: place(), kind })
  const changeOf = (kind: ListKey['kind']) =>
    props.editor.changes().find((one) => one.key.takeaway === place() && one.key.kind === kind)
  const counts = () => {
    const examples = t('countExamples', { count: readList(props.draft, keyOf('examples')).length })
    if (place() === null) return examples
    return `${examples} · ${t('countKeywords', { count: readList(props.draft, keyOf('keywords')).length })}`
  }
  const changed = () => {
    const all = kinds().flatMap((kind) => changeOf(kind) ?? [])
    return all.reduce((sum, one) => sum + one.added.length + one.removed.length, 0)
  }
  return (
    <details
      class="seeds-place"
      data-takeaway={place() ?? 'unfiled'}
      style={{ '--wheel': takeawayHue(place()) }}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <PlaceName takeaway={place()} takeaways={props.takeaway ? [props.takeaway] : []} />
        <span class="seeds-counts tabular">{counts()}</span>
        <Show when={changed() > 0}>
          <span class="seeds-changed">{t('changedHere', { count: changed() })}</span>
        </Show>
        <Icon name="right" class="seeds-arrow" />
      </summary>
      <Show when={isOpen()}>
        <div class="seeds-inside">
          <Show when={props.takeaway} fallback={<p class="filing-soft">{t('noneLead')}</p>}>
            {(takeaway) => <OwnWords takeaway={takeaway()} />}
          </Show>
          <For each={kinds()}>
            {(kind) => (
              <SeedsList
                listKey={keyOf(kind)}
                lines={readList(props.draft, keyOf(kind))}
                removed={changeOf(kind)?.removed ?? []}
                isReadOnly={props.isReadOnly}
                onLines={(lines) => props.editor.edit((seeds) => withList(seeds, keyOf(kind), lines))}
              />
            )}
          </For>
          <ShippedSeeds
            shipped={props.editor.shipped()}
            keys={kinds().map(keyOf)}
            draft={props.draft}
            isReadOnly={props.isReadOnly}
            onRestore={restore}
          />
        </div>
      </Show>
    </details>
  )

  /** What the wall ships comes back; what the team wrote stays. */
  function restore() {
    const shipped = props.editor.shipped()
    if (!shipped) return
    props.editor.edit((seeds) =>
      kinds().reduce(
        (next, kind) => withAdded(next, keyOf(kind), readList(shipped, keyOf(kind))).seeds,
        seeds,
      ),
    )
  }
}

/** From the campaign's file: the words learn from these, too, but they are not changed here. */
function OwnWords(props: { takeaway: TakeawayView }) {
  const t = useFilingMessages()
  const actions = () => props.takeaway.actions.length
  return (
    <div class="seeds-own">
      <p class="seeds-own-label">{t('ownWords')}</p>
      <Show when={props.takeaway.summary} fallback={<p class="filing-soft">{t('ownWordsNone')}</p>}>
        <p>{props.takeaway.summary}</p>
      </Show>
      <Show when={props.takeaway.prompt}>{(prompt) => <p>{prompt()}</p>}</Show>
      <Show when={actions() > 0}>
        <p class="filing-soft">{t('ownActions', { count: actions() })}</p>
      </Show>
    </div>
  )
}
