import { Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toasts.tsx'
import { useFilingMessages } from '../messages.ts'
import type { SeedsEditor } from './create-seeds-editor.ts'
import { isSameSeeds } from './seeds-draft.ts'

/**
 * Back to what the wall came with, in the editor: it counts when it is saved, and can be undone until then.
 */
export function RestoreShipped(props: { editor: SeedsEditor }) {
  const t = useFilingMessages()
  const toast = useToast()
  const isShipped = () => {
    const [draft, shipped] = [props.editor.draft(), props.editor.shipped()]
    return !draft || !shipped || isSameSeeds(draft, shipped)
  }
  return (
    <Show when={!isShipped()}>
      <div>
        <Button size="small" onClick={restore}>
          {t('restoreAll')}
        </Button>
      </div>
    </Show>
  )

  function restore() {
    const [before, shipped] = [props.editor.draft(), props.editor.shipped()]
    if (!before || !shipped) return
    props.editor.edit(() => shipped)
    toast({
      text: () => t('restored'),
      action: { label: () => t('undo'), run: () => props.editor.edit(() => before) },
    })
  }
}
