import { useCommon } from '../lib/i18n/common.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageShell } from '../ui/page-shell.tsx'

export function NotFoundPage() {
  const t = useCommon()
  return (
    <PageShell audience="public" title={t('notFoundTitle')}>
      <div class="error-view">
        <EmptyState heading="h1" title={t('notFoundTitle')}>
          <p>{t('notFoundText')}</p>
          <ButtonLink look="strong" href="/">
            {t('notFoundAction')}
          </ButtonLink>
        </EmptyState>
      </div>
    </PageShell>
  )
}
