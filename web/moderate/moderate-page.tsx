import './list/queue-list.css'
import './bar.css'
import './moderate.css'
import './reason/chips.css'
import './reason/filing.css'
import { StaffPage } from '../sign-in/staff-page.tsx'
import { useModerateMessages } from './messages.ts'
import { QueueRoom } from './queue-room.tsx'

export function ModeratePage() {
  const t = useModerateMessages()
  return <StaffPage title={t('title')}>{(room) => <QueueRoom room={room} />}</StaffPage>
}
