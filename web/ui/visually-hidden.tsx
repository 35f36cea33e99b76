import type { JSX } from 'solid-js'

/** Words for screen readers only. */
export function VisuallyHidden(props: { children: JSX.Element }) {
  return <span class="visually-hidden">{props.children}</span>
}
