import './team.css'
import { Account } from '../sign-in/account.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { useTeamMessages } from './messages.ts'
import { TeamRoom } from './team-room.tsx'

export function TeamPage() {
  const t = useTeamMessages()
  return (
    <PageShell title={t('title')} aside={<Account />}>
      <SignedIn>{(room) => <TeamRoom room={room} />}</SignedIn>
    </PageShell>
  )
}
