import { createSignal, createUniqueId, For, Index, Show } from 'solid-js'
import { watchPresses } from '../../lib/seen.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useToast } from '../../ui/toasts.tsx'
import { useFilingMessages } from '../messages.ts'
import { guessLanguage } from './guess-language.ts'
import { SeedsAdd } from './seeds-add.tsx'
import type { ListKey } from './seeds-draft.ts'
import { longestLine } from './seeds-draft.ts'

const titles = { examples: 'examples', keywords: 'keywords' } as const
const hints = { examples: 'examplesHint', keywords: 'keywordsHint' } as const
/** So many lines are drawn at first: shipped lists have hundreds. */
const firstLines = 24
const columns = { examples: 70, keywords: 24 } as const

/** The lines of one list, each to be changed where it stands, with what was taken out since the last save. */
export function SeedsList(props: {
  listKey: ListKey
  lines: readonly string[]
  removed: readonly string[]
  isReadOnly: boolean
  onLines: (lines: readonly string[]) => void
}) {
  const t = useFilingMessages()
  const toast = useToast()
  const id = createUniqueId()
  const [isShown, setShown] = createSignal(false)
  const [isWhole, setWhole] = createSignal(false)
  const drawn = () => (isWhole() ? props.lines : props.lines.slice(0, firstLines))
  const pressedAt = watchPresses()
  let removedAt = 0
  let list: HTMLUListElement | undefined
  const kind = () => props.listKey.kind
  const rowsFor = (line: string) => Math.max(1, Math.ceil([...line].length / columns[kind()]))
  const isSpanish = (line: string) => guessLanguage(line) === 'es'
  return (
    <section class="seeds-list" data-kind={kind()} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        {t(titles[kind()])} <span class="seeds-counts tabular">{props.lines.length}</span>
      </h3>
      <p class="filing-soft">{props.listKey.takeaway === null ? t('noneHint') : t(hints[kind()])}</p>
      <Show when={!props.isReadOnly}>
        <SeedsAdd
          kind={kind()}
          lines={props.lines}
          onAdd={(added) => props.onLines([...added, ...props.lines])}
        />
      </Show>
      <Show when={props.lines.length > 0} fallback={<p class="filing-soft">{t('listEmpty')}</p>}>
        <ul class="seeds-lines" ref={list}>
          {/* By place: while somebody types, the field stays the same. */}
          <Index each={drawn()}>
            {(line, at) => (
              <li class="seeds-line">
                <Show
                  when={!props.isReadOnly}
                  fallback={
                    <span lang={guessLanguage(line()) ?? ''} dir="auto">
                      {line()}
                    </span>
                  }
                >
                  <textarea
                    class="seeds-text"
                    rows={rowsFor(line())}
                    lang={guessLanguage(line()) ?? ''}
                    dir="auto"
                    maxlength={longestLine}
                    aria-label={t('lineLabel', { place: at + 1, list: t(titles[kind()]) })}
                    value={line()}
                    onInput={(event) => change(at, event.currentTarget.value.replace(/\s*\n\s*/g, ' '))}
                    onBlur={() => {
                      if (line().trim() === '') remove(at, false)
                    }}
                  />
                </Show>
                <Show when={isSpanish(line())}>
                  <abbr class="seeds-lang" title={t('spanish')}>
                    es
                  </abbr>
                </Show>
                <Show when={!props.isReadOnly}>
                  <button
                    type="button"
                    class="seeds-remove"
                    aria-label={t('removeLine', { line: shorten(line()) })}
                    title={t('remove')}
                    onClick={() => remove(at, true)}
                  >
                    <Icon name="close" />
                  </button>
                </Show>
              </li>
            )}
          </Index>
        </ul>
        <Show when={drawn().length < props.lines.length}>
          <div>
            <Button size="small" onClick={() => setWhole(true)}>
              {t('showAll', { count: props.lines.length })}
            </Button>
          </div>
        </Show>
      </Show>
      <Show when={!props.isReadOnly}>
        <Show when={props.removed.length > 0}>
          <div class="seeds-removed">
            <button
              type="button"
              class="seeds-removed-open"
              aria-expanded={isShown()}
              aria-controls={`${id}-removed`}
              onClick={() => setShown(!isShown())}
            >
              {t('removedCount', { count: props.removed.length })}
            </button>
            <ul id={`${id}-removed`} hidden={!isShown()}>
              <For each={props.removed}>
                {(line) => (
                  <li class="seeds-line">
                    <span lang={guessLanguage(line) ?? ''} dir="auto">
                      {line}
                    </span>
                    <Button
                      size="small"
                      aria-label={t('putBackLine', { line: shorten(line) })}
                      onClick={() => props.onLines([line, ...props.lines])}
                    >
                      {t('putBack')}
                    </Button>
                  </li>
                )}
              </For>
            </ul>
          </div>
        </Show>
      </Show>
    </section>
  )

  function change(at: number, text: string) {
    props.onLines(props.lines.map((line, place) => (place === at ? text : line)))
  }

  function remove(at: number, isAsked: boolean) {
    const line = props.lines[at]
    // The line that moves up is not meant by the second click of two, nor by a key held down.
    if (line === undefined || (isAsked && pressedAt() < removedAt)) return
    if (isAsked) removedAt = performance.now()
    props.onLines(props.lines.filter((_, place) => place !== at))
    if (!isAsked) return
    focusNear(at)
    toast({
      text: () => t('removedLine', { line: shorten(line) }),
      action: {
        label: () => t('undo'),
        run: () => props.onLines([...props.lines.slice(0, at), line, ...props.lines.slice(at)]),
      },
    })
  }

  /** The keyboard stays where it was: on the line that moved up, else the last one, else where one adds. */
  function focusNear(at: number) {
    const buttons = list?.isConnected ? list.querySelectorAll<HTMLElement>('.seeds-remove') : undefined
    const next = buttons?.[Math.min(at, buttons.length - 1)]
    const section = document.getElementById(`${id}-title`)?.parentElement
    const field = next ?? section?.querySelector<HTMLElement>('.seeds-add textarea')
    field?.focus()
  }
}

function shorten(line: string): string {
  const signs = [...line]
  return signs.length <= 40
    ? line
    : `${signs
        .slice(0, 40)
        .join('')
        .replace(/[\s\p{P}]+$/u, '')}…`
}
