import { Show } from 'solid-js'
import { useDescribeError } from '../lib/describe-error.ts'
import { useCommon } from '../lib/i18n/common.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** What happened, what is safe, what to do; for a whole page or a part of one. */
export function ErrorView(props: { error: unknown; onRetry?: () => void }) {
  const t = useCommon()
  const describe = useDescribeError()
  return (
    <div class="error-view">
      <Notice kind="bad">
        <p>{t('errorTitle')}</p>
        <p>{describe(props.error)}</p>
      </Notice>
      <Show when={props.onRetry}>
        {(retry) => (
          <Button look="strong" onClick={() => retry()()}>
            {t('retry')}
          </Button>
        )}
      </Show>
    </div>
  )
}
