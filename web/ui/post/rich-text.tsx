import './rich-text.css'
import type { SegmentView, WallPost } from '@wall/api/wire/post'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { OutsideLink } from './outside-link.tsx'

/** Draws the plain parts of a text. */
export type DrawText = (text: string) => JSX.Element

/**
 * A person's words as text nodes, with their links, mentions, tags and line breaks. Never markup from
 * outside. A language nobody told is marked as unknown, so that the words are not read out as if they were in
 * the page's own.
 */
export function RichText(props: {
  body: readonly SegmentView[]
  lang?: string | null
  dir?: WallPost['dir']
  inert?: boolean
  draw?: DrawText | undefined
  /** Draws the mark beside links that read as another address; none where nobody decides. */
  drawHostMark?: (() => JSX.Element) | undefined
}) {
  const draw = (text: string) => (props.draw ? props.draw(text) : text)
  // A browser that translates puts its own elements in place of texts: other words come as another paragraph,
  // whole.
  const body = createMemo(() => props.body, undefined, { equals: isSame })
  return (
    <Show when={body()} keyed>
      {(whole) => (
        <p class="words" lang={props.lang ?? ''} dir={props.dir ?? 'auto'} translate="yes">
          <For each={whole}>
            {(segment) => (
              <Piece
                segment={segment}
                inert={props.inert ?? false}
                draw={draw}
                drawHostMark={props.drawHostMark}
              />
            )}
          </For>
        </p>
      )}
    </Show>
  )
}

function isSame(a: readonly SegmentView[], b: readonly SegmentView[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/**
 * A name, a tag, a mention or a link runs in its own direction and turns nothing around it. `inert` is for
 * screens: nobody can click there, so links are only coloured.
 */
function Piece(props: {
  segment: SegmentView
  inert: boolean
  draw: DrawText
  drawHostMark: (() => JSX.Element) | undefined
}) {
  const href = () => ('href' in props.segment && !props.inert ? props.segment.href : undefined)
  const leadsTo = () => ('leadsTo' in props.segment ? props.segment.leadsTo : undefined)
  return (
    <Show when={props.segment.kind !== 'text'} fallback={props.draw(props.segment.text)}>
      <Show
        when={href()}
        fallback={
          <bdi class={`words-${props.segment.kind}`} translate="no">
            {props.draw(props.segment.text)}
          </bdi>
        }
      >
        {(address) => (
          <OutsideLink class={`words-${props.segment.kind}`} href={address()}>
            <bdi>{props.segment.text}</bdi>
          </OutsideLink>
        )}
      </Show>
      <Show when={leadsTo()}>
        {(host) => (
          <>
            {' '}
            <bdi class="words-host" translate="no">
              {props.drawHostMark?.()}({host()})
            </bdi>
          </>
        )}
      </Show>
    </Show>
  )
}
