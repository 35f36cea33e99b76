import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { createShortLife } from '../ui/create-short-life.ts'
import type { Announcement } from './create-announcement.ts'
import { useModerateMessages } from './messages.ts'

const shownMs = 8000

/**
 * Says what was done, and for who can't see it what is in front now. It may go after a while: undo stays on
 * the bar.
 */
export function AnnouncementLine(props: {
  announcement: Announcement | undefined
  /** Undefined while that is not known. */
  inFront: string | undefined
  onUndo: () => void
  onGo: () => void
}) {
  return (
    <div class="room-news" role="status">
      <Show when={props.announcement} keyed>
        {(announcement) => <Line announcement={announcement} />}
      </Show>
    </div>
  )

  function Line(own: { announcement: Announcement }) {
    const t = useModerateMessages()
    const life = createShortLife(shownMs, () => props.onGo())
    return (
      <div class="toast" {...life}>
        <span>
          {own.announcement.text}
          <Show when={props.inFront}>
            {(words) => (
              <span class="visually-hidden">
                {/[.!?…]$/u.test(own.announcement.text) ? ' ' : '. '}
                {words()}
              </span>
            )}
          </Show>
        </span>
        <Show when={own.announcement.canUndo}>
          <Button size="small" onClick={() => props.onUndo()}>
            {t('undo')}
          </Button>
        </Show>
      </div>
    )
  }
}
