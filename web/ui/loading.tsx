import { useCommon } from '../lib/i18n/common.ts'

/** A page that is on its way. */
export function Loading() {
  const t = useCommon()
  return (
    <div class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      <span class="visually-hidden">{t('loading')}</span>
    </div>
  )
}
