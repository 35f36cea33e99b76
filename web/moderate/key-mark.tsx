import { Show } from 'solid-js'

/** The key printed on a button. Screen readers get it from `aria-keyshortcuts`. */
export function KeyMark(props: { sign: string | undefined }) {
  return (
    <Show when={props.sign}>
      <span class="key" aria-hidden="true">
        {props.sign}
      </span>
    </Show>
  )
}
