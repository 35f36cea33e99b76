import './team.css'
import { StaffPage } from '../sign-in/staff-page.tsx'
import { useTeamMessages } from './messages.ts'
import { TeamRoom } from './team-room.tsx'

export function TeamPage() {
  const t = useTeamMessages()
  return <StaffPage title={t('title')}>{(room) => <TeamRoom room={room} />}</StaffPage>
}
