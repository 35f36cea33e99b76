import type { JSX } from 'solid-js'
import { Icon, type IconName } from './icons.tsx'

export type NoticeKind = 'info' | 'good' | 'held' | 'bad' | 'offline'

const icons: Record<NoticeKind, IconName> = {
  info: 'info',
  good: 'done',
  held: 'time',
  bad: 'alert',
  offline: 'offline',
}

/** A state in words and a shape beside its colour. `bad` interrupts a screen reader, the others wait. */
export function Notice(props: { kind: NoticeKind; children: JSX.Element; action?: JSX.Element }) {
  return (
    <div class="notice" data-kind={props.kind} role={props.kind === 'bad' ? 'alert' : 'status'}>
      <Icon class="notice-icon" name={icons[props.kind]} />
      <div class="notice-words">{props.children}</div>
      {props.action}
    </div>
  )
}
