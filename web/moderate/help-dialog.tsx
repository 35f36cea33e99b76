import '../ui/field.css'
import { createEffect, createUniqueId, For } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { Button } from '../ui/button.tsx'
import { printedKeys, suggestKeys } from './key-map.ts'
import { useModerateMessages } from './messages.ts'

/** What the keys do, and the switch for single-letter keys (WCAG 2.1.4). */
export function HelpDialog(props: {
  isOpen: boolean
  isSingleKeysOn: boolean
  onSingleKeys: (on: boolean) => void
  onClose: () => void
}) {
  const t = useModerateMessages()
  const common = useCommon()
  const id = createUniqueId()
  let dialog: HTMLDialogElement | undefined
  createEffect(() => {
    if (props.isOpen && !dialog?.open) dialog?.showModal()
    if (!props.isOpen && dialog?.open) dialog.close()
  })
  const rows = () => [
    { keys: [printedKeys.approve], words: t('helpApprove') },
    { keys: [printedKeys.reject], words: t('reject') },
    { keys: [printedKeys.stash], words: t('stash') },
    { keys: [printedKeys.requeue], words: t('requeue') },
    { keys: [...suggestKeys], words: t('helpSuggest') },
    { keys: ['1', '…', '9', '0'], words: t('helpFile') },
    { keys: [printedKeys.why], words: t('helpWhy') },
    { keys: [printedKeys.undo, 'Ctrl+Z'], words: t('helpUndo') },
    { keys: [printedKeys.next, printedKeys.previous, '→', '←'], words: t('helpMove') },
    { keys: [printedKeys.help], words: t('helpShow') },
  ]
  return (
    <dialog class="help" ref={dialog} aria-labelledby={`${id}-title`} onClose={() => props.onClose()}>
      <h2 id={`${id}-title`}>{t('helpTitle')}</h2>
      <p class="help-lead">{t('helpLead')}</p>
      <dl class="help-keys">
        <For each={rows()}>
          {(row) => (
            <div>
              <dt>
                <For each={row.keys}>{(key) => <kbd class="key">{key}</kbd>}</For>
              </dt>
              <dd>{row.words}</dd>
            </div>
          )}
        </For>
      </dl>
      <label class="help-switch">
        <input
          type="checkbox"
          checked={props.isSingleKeysOn}
          aria-describedby={`${id}-hint`}
          onChange={(event) => props.onSingleKeys(event.currentTarget.checked)}
        />
        <span>{t('singleKeys')}</span>
      </label>
      <p class="field-hint" id={`${id}-hint`}>
        {t('singleKeysHint')}
      </p>
      <Button look="strong" onClick={() => props.onClose()}>
        {common('close')}
      </Button>
    </dialog>
  )
}
