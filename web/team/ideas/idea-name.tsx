import '../../ui/field.css'
import { createSignal, Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useTeamMessages } from '../messages.ts'

/** A group's name, changed where it stands: Enter keeps it, Escape leaves it. */
export function IdeaName(props: { name: string | null; onSave: (name: string) => Promise<unknown> }) {
  const t = useTeamMessages()
  const [draft, setDraft] = createSignal<string>()
  let opener: HTMLButtonElement | undefined
  const name = () => props.name ?? t('ideaUnnamed')
  const leave = () => {
    setDraft(undefined)
    queueMicrotask(() => opener?.focus())
  }
  const save = async (event: Event) => {
    event.preventDefault()
    const next = draft()?.trim() ?? ''
    const isOther = next !== (props.name ?? '')
    leave()
    if (isOther) await props.onSave(next)
  }
  return (
    <Show
      when={draft() !== undefined}
      fallback={
        <h4 class="idea-name">
          <span dir="auto" data-unnamed={props.name === null ? '' : undefined}>
            {name()}
          </span>
          <Button
            ref={(element: HTMLButtonElement) => {
              opener = element
            }}
            size="small"
            look="quiet"
            onClick={() => setDraft(props.name ?? '')}
          >
            {t('ideaRename')}
            <span class="visually-hidden">
              : <span dir="auto">{name()}</span>
            </span>
          </Button>
        </h4>
      }
    >
      <form
        class="idea-rename"
        onSubmit={(event) => void save(event)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave()
        }}
      >
        <input
          class="field-input"
          aria-label={t('ideaNewName', { name: name() })}
          maxlength="120"
          autocomplete="off"
          value={draft()}
          placeholder={t('ideaNameHint')}
          onInput={(event) => setDraft(event.currentTarget.value)}
          ref={(element) =>
            queueMicrotask(() => {
              element.focus()
              element.select()
            })
          }
        />
        <Button size="small" look="strong" type="submit">
          {t('ideaSave')}
        </Button>
        <Button size="small" onClick={leave}>
          {t('ideaCancel')}
        </Button>
      </form>
    </Show>
  )
}
