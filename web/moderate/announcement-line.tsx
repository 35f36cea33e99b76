import type { QueuePost } from '@wall/api/wire/queue'
import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import type { Announcement } from './create-announcement.ts'
import { useModerateMessages } from './messages.ts'

/** Says what was done, and for who can't see it who is in front now. */
export function AnnouncementLine(props: {
  announcement: Announcement | undefined
  front: QueuePost | undefined
  onUndo: () => void
}) {
  const t = useModerateMessages()
  const tellFront = () =>
    props.front ? `. ${t('nowReading', { name: props.front.author.name })}` : `. ${t('emptyPendingTitle')}`
  return (
    <div class="room-news" role="status">
      <Show when={props.announcement} keyed>
        {(line) => (
          <div class="toast">
            <span>
              {line.text}
              <span class="visually-hidden">{tellFront()}</span>
            </span>
            <Show when={line.canUndo}>
              <Button size="small" onClick={() => props.onUndo()}>
                {t('undo')}
              </Button>
            </Show>
          </div>
        )}
      </Show>
    </div>
  )
}
