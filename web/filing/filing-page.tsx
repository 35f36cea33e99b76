import './filing-page.css'
import './seeds/seeds.css'
import { StaffPage } from '../sign-in/staff-page.tsx'
import { FilingRoom } from './filing-room.tsx'
import { useFilingMessages } from './messages.ts'

export function FilingPage() {
  const t = useFilingMessages()
  return <StaffPage title={t('title')}>{(room) => <FilingRoom room={room} />}</StaffPage>
}
