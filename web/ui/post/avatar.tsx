import './avatar.css'
import type { AuthorView } from '@wall/api/wire/post'
import { createSignal, Show } from 'solid-js'
import { findInitials } from '../../lib/initials.ts'

/**
 * A person's picture, or their initials on the hue when it is missing, hidden or does not load. Decoration:
 * the name stands beside it.
 */
export function Avatar(props: { author: AuthorView }) {
  const [broken, setBroken] = createSignal<string>()
  const source = () =>
    props.author.avatar && props.author.avatar !== broken() ? props.author.avatar : undefined
  return (
    <span class="avatar" aria-hidden="true">
      <Show when={source()} fallback={findInitials(props.author.name)}>
        {(src) => (
          <img src={src()} alt="" width="40" height="40" decoding="async" onError={() => setBroken(src())} />
        )}
      </Show>
    </span>
  )
}
