import { Show } from 'solid-js'
import { apiErrorCode } from '../../api/errors.ts'
import { useDescribeError } from '../../lib/describe-error.ts'
import { formatDateTime } from '../../lib/i18n/dates.ts'
import { useLanguage } from '../../lib/i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toasts.tsx'
import { useFilingMessages } from '../messages.ts'
import type { SeedsEditor } from './create-seeds-editor.ts'

/** What differs from what is saved, and what to do with it; within reach wherever one stands in the lists. */
export function SaveBar(props: { editor: SeedsEditor }) {
  const t = useFilingMessages()
  const { language } = useLanguage()
  const describe = useDescribeError()
  const toast = useToast()
  const sum = (kind: 'added' | 'removed') =>
    props.editor.changes().reduce((so, change) => so + change[kind].length, 0)
  const tellSaved = () => {
    const answer = props.editor.answer()
    if (!answer || answer.version === 0 || answer.savedAt === null) return t('savedNever')
    return t('savedBy', {
      name: answer.savedBy ?? t('somebody'),
      at: formatDateTime(language(), answer.savedAt),
    })
  }
  return (
    <div class="save-bar" data-dirty={props.editor.isDirty() ? '' : undefined}>
      <Show when={props.editor.saveError()}>
        <Notice
          kind="bad"
          action={
            <Show when={apiErrorCode(props.editor.saveError()) === 'unauthorized'}>
              <ButtonLink size="small" href="/sign-in?then=/filing" target="_blank">
                {t('signInAgain')}
              </ButtonLink>
            </Show>
          }
        >
          <p>{t('saveFailed')}</p>
          <p>{describe(props.editor.saveError())}</p>
        </Notice>
      </Show>
      <div class="save-row">
        <p class="save-words" role="status">
          <Show
            when={props.editor.isDirty()}
            fallback={
              <>
                {props.editor.news()?.kind === 'saved' ? `${t('savedNow')} ` : ''}
                {tellSaved()}
              </>
            }
          >
            {t('unsaved', { added: sum('added'), removed: sum('removed') })}
          </Show>
        </p>
        <Show when={props.editor.isDirty()}>
          <Button onClick={discard}>{t('discard')}</Button>
          <Button
            look="strong"
            aria-disabled={props.editor.isSaving()}
            onClick={() => void props.editor.save()}
          >
            {props.editor.isSaving() ? t('saving') : t('save')}
          </Button>
        </Show>
      </div>
    </div>
  )

  function discard() {
    const before = props.editor.draft()
    props.editor.discard()
    if (!before) return
    toast({
      text: () => t('discarded'),
      action: { label: () => t('undo'), run: () => props.editor.edit(() => before) },
    })
  }
}
