import type { TakeawayView } from '@wall/api/wire/campaign'
import { TakeawayMark } from '../ui/post/takeaway-mark.tsx'
import { useFilingMessages } from './messages.ts'

/** A takeaway with its numeral and title; null is "none of them". */
export function PlaceName(props: { takeaway: number | null; takeaways: readonly TakeawayView[] }) {
  const t = useFilingMessages()
  const title = () =>
    props.takeaway === null
      ? t('none')
      : (props.takeaways.find(({ id }) => id === props.takeaway)?.title ?? '–')
  return (
    <span class="place-name">
      <TakeawayMark takeaway={props.takeaway} />
      <span>{title()}</span>
    </span>
  )
}
