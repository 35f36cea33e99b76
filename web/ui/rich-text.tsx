import './rich-text.css'
import type { SegmentView } from '@wall/api/wire/post'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { OutsideLink } from './outside-link.tsx'

/** Draws the plain parts of a text. */
export type DrawText = (text: string) => JSX.Element

/**
 * A person's words as text nodes, with their links, mentions, tags and line breaks. Never markup from outside. A language nobody told is
 * marked as unknown, so that the words are not read out as if they were in the page's own.
 */
export function RichText(props: {
  body: readonly SegmentView[]
  lang?: string | null
  inert?: boolean
  draw?: DrawText | undefined
}) {
  const draw = (text: string) => (props.draw ? props.draw(text) : text)
  // A browser that translates puts its own elements in place of texts: other words come as another paragraph, whole.
  const body = createMemo(() => props.body, undefined, { equals: isSame })
  return (
    <Show when={body()} keyed>
      {(whole) => (
        <p class="words" lang={props.lang ?? ''} dir="auto" translate="yes">
          <For each={whole}>
            {(segment) => <Piece segment={segment} inert={props.inert ?? false} draw={draw} />}
          </For>
        </p>
      )}
    </Show>
  )
}

function isSame(a: readonly SegmentView[], b: readonly SegmentView[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** `inert` is for screens: nobody can click there, so links are only coloured. */
function Piece(props: { segment: SegmentView; inert: boolean; draw: DrawText }) {
  const href = () => ('href' in props.segment ? props.segment.href : undefined)
  return (
    <Switch fallback={props.draw(props.segment.text)}>
      <Match when={props.segment.kind === 'tag' || (props.inert && props.segment.kind !== 'text')}>
        <span class={`words-${props.segment.kind}`} translate="no">
          {props.draw(props.segment.text)}
        </span>
      </Match>
      <Match when={href()}>
        {(address) => (
          <OutsideLink class={`words-${props.segment.kind}`} href={address()}>
            {props.segment.text}
          </OutsideLink>
        )}
      </Match>
    </Switch>
  )
}
