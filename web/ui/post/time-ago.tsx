import { useNow } from '../../lib/clock.tsx'
import { formatDateTime, formatTimeAgo } from '../../lib/i18n/dates.ts'
import { useLanguage } from '../../lib/i18n/provider.tsx'

/** "5 minutes ago", with the exact time on hover and for machines. */
export function TimeAgo(props: { at: string }) {
  const now = useNow()
  const { language } = useLanguage()
  return (
    <time datetime={props.at} title={formatDateTime(language(), props.at)}>
      {formatTimeAgo(language(), props.at, now())}
    </time>
  )
}
