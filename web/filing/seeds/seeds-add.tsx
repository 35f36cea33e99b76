import '../../ui/field.css'
import { createSignal, createUniqueId } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toasts.tsx'
import { useFilingMessages } from '../messages.ts'
import { type ListKey, splitLines } from './seeds-draft.ts'

const labels = { examples: 'addExamples', keywords: 'addKeywords' } as const

/**
 * One line or many at once. Whatever is left in the field when somebody goes on is taken, so that nothing
 * typed is lost.
 */
export function SeedsAdd(props: {
  kind: ListKey['kind']
  lines: readonly string[]
  onAdd: (lines: readonly string[]) => void
}) {
  const t = useFilingMessages()
  const toast = useToast()
  const id = createUniqueId()
  const [text, setText] = createSignal('')
  const add = () => {
    const lines = splitLines(text())
    setText('')
    if (lines.length === 0) return
    const known = new Set(props.lines.map(fold))
    const fresh = lines.filter((line) =>
      known.has(fold(line)) ? false : known.add(fold(line)) !== undefined,
    )
    if (fresh.length > 0) props.onAdd(fresh)
    const repeats = lines.length - fresh.length
    if (fresh.length > 1 || repeats > 0)
      toast({
        text: () =>
          repeats > 0
            ? t('addedSome', { count: fresh.length, repeats })
            : t('added', { count: fresh.length }),
      })
  }
  return (
    <div class="seeds-add">
      <label class="field-label" for={id}>
        {t(labels[props.kind])}
      </label>
      <div class="seeds-add-row">
        <textarea
          id={id}
          class="field-input"
          rows={Math.min(8, text().split('\n').length)}
          dir="auto"
          aria-describedby={`${id}-hint`}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            add()
          }}
          onBlur={add}
        />
        <Button onClick={add}>{t('add')}</Button>
      </div>
      <p class="field-hint" id={`${id}-hint`}>
        {t('addHint')}
      </p>
    </div>
  )
}

function fold(line: string): string {
  return line.trim().toLowerCase().replace(/\s+/gu, ' ')
}
