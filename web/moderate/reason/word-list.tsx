import { For } from 'solid-js'

/** Words out of somebody's post: as they are, in whatever language they may be. */
export function WordList(props: { words: readonly string[] }) {
  return (
    <span class="word-list" lang="" dir="auto">
      <For each={props.words}>
        {(word, at) => (
          <>
            {at() > 0 ? ', ' : ''}
            <b>{word}</b>
          </>
        )}
      </For>
    </span>
  )
}
