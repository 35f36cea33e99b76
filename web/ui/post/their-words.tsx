import { Show } from 'solid-js'

/**
 * Words that the product did not write: a campaign's, a person's. A browser may translate these, and these
 * alone (the rest of the page is marked `translate="no"`: it speaks the languages it has, and changes its own
 * texts). A translator puts elements of its own where a text stood, which then no longer follows: so other
 * words come as another element, whole.
 */
export function TheirWords(props: { text: string }) {
  return (
    <Show when={props.text} keyed>
      {(text) => <span translate="yes">{text}</span>}
    </Show>
  )
}
