import type { JSX } from 'solid-js'
import { Dynamic } from 'solid-js/web'

/**
 * Nothing is here yet, and what would bring something. `heading` where its title is one of the page's
 * headings.
 */
export function EmptyState(props: { title: string; heading?: 'h1' | 'h2' | 'h3'; children?: JSX.Element }) {
  return (
    <div class="empty">
      <Dynamic component={props.heading ?? 'p'} class="empty-title">
        {props.title}
      </Dynamic>
      {props.children}
    </div>
  )
}
