import './host-mark.css'
import { Icon } from '../icons.tsx'

/** For those who decide: what a link says is not where it leads. */
export function HostMark(props: { words: string }) {
  return (
    <span class="host-mark" title={props.words}>
      <Icon name="alert" />
      <span class="visually-hidden">{props.words}</span>{' '}
    </span>
  )
}
