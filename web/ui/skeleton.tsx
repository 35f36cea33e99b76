import { For } from 'solid-js'

/**
 * The shape of a card before its words are there. `lines` are widths in percent. Hidden from screen readers:
 * say "loading" once, elsewhere.
 */
export function SkeletonCard(props: { lines: readonly number[] }) {
  return (
    <div class="card" aria-hidden="true">
      <div class="card-person">
        <span class="skeleton skeleton-avatar" />
        <span class="skeleton skeleton-line skeleton-name" />
      </div>
      <For each={props.lines}>
        {(percent) => <span class="skeleton skeleton-line" style={{ width: `${percent}%` }} />}
      </For>
    </div>
  )
}
