import { type JSX, Show } from 'solid-js'
import { safeHref } from '../../lib/safe-href.ts'

/**
 * A link somebody else wrote: a new tab, no referrer, no endorsement. An address that is not http(s) becomes
 * plain words.
 */
export function OutsideLink(props: {
  href: string
  class?: string | undefined
  title?: string | undefined
  children: JSX.Element
}) {
  return (
    <Show when={safeHref(props.href)} fallback={<span class={props.class}>{props.children}</span>}>
      {(href) => (
        <a
          class={props.class}
          title={props.title}
          href={href()}
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
        >
          {props.children}
        </a>
      )}
    </Show>
  )
}
