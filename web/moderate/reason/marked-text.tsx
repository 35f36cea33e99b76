import { createMemo, For, Show } from 'solid-js'
import { markWords } from '../../lib/mark-words.ts'
import { takeawayHue } from '../../lib/takeaway-hue.ts'

/** Words to point out, and the takeaway they speak for (null: for none). */
export interface Marks {
  words: readonly string[]
  takeaway: number | null
}

/**
 * Text with some of its words pointed out; text nodes all of it. Other ones come as another element, whole:
 * see `TheirWords`.
 */
export function MarkedText(props: { text: string; marks: Marks | undefined }) {
  const drawn = createMemo(() => ({ text: props.text, marks: props.marks }), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  return (
    <Show when={drawn()} keyed>
      {({ text, marks }) => (
        <span>
          <Pieces text={text} marks={marks} />
        </span>
      )}
    </Show>
  )
}

function Pieces(props: { text: string; marks: Marks | undefined }) {
  return (
    <Show when={props.marks?.words.length ? props.marks : undefined} fallback={props.text}>
      {(marks) => (
        <For each={markWords(props.text, marks().words)}>
          {(piece) => (
            <Show when={piece.isMarked} fallback={piece.text}>
              <mark
                class="words-strong"
                data-takeaway={marks().takeaway ?? 'unfiled'}
                style={{ '--wheel': takeawayHue(marks().takeaway) }}
              >
                {piece.text}
              </mark>
            </Show>
          )}
        </For>
      )}
    </Show>
  )
}
