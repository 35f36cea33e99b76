import './rich-text.css'
import type { SegmentView } from '@wall/api/wire/post'
import { For, Match, Switch } from 'solid-js'
import { MarkedText, type Marks } from './marked-text.tsx'
import { OutsideLink } from './outside-link.tsx'

/**
 * A person's words as text nodes, with their links, mentions, tags and line breaks. Never markup from outside. A language nobody told is
 * marked as unknown, so that the words are not read out as if they were in the page's own. `marks` are words to point out.
 */
export function RichText(props: {
  body: readonly SegmentView[]
  lang?: string | null
  inert?: boolean
  marks?: Marks | undefined
}) {
  return (
    <p class="words" lang={props.lang ?? ''} dir="auto">
      <For each={props.body}>
        {(segment) => <Piece segment={segment} inert={props.inert ?? false} marks={props.marks} />}
      </For>
    </p>
  )
}

/** `inert` is for screens: nobody can click there, so links are only coloured. */
function Piece(props: { segment: SegmentView; inert: boolean; marks: Marks | undefined }) {
  const href = () => ('href' in props.segment ? props.segment.href : undefined)
  return (
    <Switch fallback={<MarkedText text={props.segment.text} marks={props.marks} />}>
      <Match when={props.segment.kind === 'tag' || (props.inert && props.segment.kind !== 'text')}>
        <span class={`words-${props.segment.kind}`}>
          <MarkedText text={props.segment.text} marks={props.marks} />
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
