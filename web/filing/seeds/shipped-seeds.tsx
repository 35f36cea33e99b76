import type { SeedsView } from '@wall/api/wire/filing'
import { createSignal, For, Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useFilingMessages } from '../messages.ts'
import { guessLanguage } from './guess-language.ts'
import { type ListKey, readList } from './seeds-draft.ts'

/** What the wall came with for a place: the beginning of everything, to be looked at and brought back. */
export function ShippedSeeds(props: {
  shipped: SeedsView | undefined
  keys: readonly ListKey[]
  draft: SeedsView
  isReadOnly: boolean
  onRestore: () => void
}) {
  const t = useFilingMessages()
  const [isOpen, setOpen] = createSignal(false)
  const lines = () => props.keys.flatMap((key) => (props.shipped ? readList(props.shipped, key) : []))
  const missing = () =>
    props.keys.reduce((sum, key) => {
      const has = new Set(readList(props.draft, key))
      return sum + (props.shipped ? readList(props.shipped, key).filter((line) => !has.has(line)).length : 0)
    }, 0)
  return (
    <Show when={lines().length > 0} fallback={<p class="filing-soft">{t('shippedNone')}</p>}>
      <details class="seeds-shipped" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {missing() === 0
            ? t('shipped', { count: lines().length })
            : t('shippedMissing', { count: lines().length, missing: missing() })}
        </summary>
        <ul>
          <For each={isOpen() ? lines() : []}>
            {(line) => (
              <li lang={guessLanguage(line) ?? ''} dir="auto">
                {line}
              </li>
            )}
          </For>
        </ul>
      </details>
      <Show when={!props.isReadOnly && missing() > 0}>
        <Button size="small" onClick={() => props.onRestore()}>
          {t('restoreHere', { count: missing() })}
        </Button>
      </Show>
    </Show>
  )
}
