import { For, Show } from 'solid-js'
import { TakeawayMark } from '../../ui/post/takeaway-mark.tsx'
import { useModerateMessages } from '../messages.ts'
import type { NearPost } from './filing-outcome.ts'

const quoteLength = 140

/** Known posts in short, each with where it stands. */
export function NearPosts(props: { near: readonly NearPost[]; hideMarks?: boolean }) {
  const t = useModerateMessages()
  return (
    <ul class="near">
      <For each={props.near}>
        {(one) => (
          <li>
            <Show when={!props.hideMarks}>
              <TakeawayMark takeaway={one.takeaway} />
            </Show>
            <span>
              <q lang="" dir="auto">
                {shorten(one.text ?? '')}
              </q>
              <Show when={one.postId === null}>
                <span class="near-from"> {t('nearExample')}</span>
              </Show>
            </span>
          </li>
        )}
      </For>
    </ul>
  )
}

function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  const signs = [...line]
  return signs.length <= quoteLength
    ? line
    : `${signs
        .slice(0, quoteLength)
        .join('')
        .replace(/[\s\p{P}]+$/u, '')}…`
}
