import './takeaway-mark.css'
import { useCommon } from '../../lib/i18n/common.ts'
import { useServices } from '../../lib/services.tsx'
import { takeawayHue } from '../../lib/takeaway-hue.ts'

/** A takeaway's numeral in its hue; "·" for answers without one. Screen readers hear the word, too. */
export function TakeawayMark(props: { takeaway: number | null; size?: 'small' | 'large' }) {
  const t = useCommon()
  const { numberOf } = useServices()
  const number = () => (props.takeaway === null ? null : numberOf(props.takeaway))
  const label = () => {
    const shown = number()
    return shown === null ? t('unfiled') : t('takeaway', { number: shown })
  }
  return (
    <span
      class="mark"
      data-size={props.size ?? 'small'}
      data-takeaway={props.takeaway ?? 'unfiled'}
      style={{ '--wheel': takeawayHue(props.takeaway) }}
      title={label()}
    >
      <span aria-hidden="true">{number() ?? '·'}</span>
      <span class="visually-hidden">{label()}</span>
    </span>
  )
}
