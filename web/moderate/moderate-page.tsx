import './queue-list.css'
import './bar.css'
import './moderate.css'
import './chips.css'
import './filing.css'
import { Account } from '../sign-in/account.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { useModerateMessages } from './messages.ts'
import { QueueRoom } from './queue-room.tsx'

export function ModeratePage() {
  const t = useModerateMessages()
  return (
    <PageShell title={t('title')} aside={<Account />}>
      <SignedIn>{(room) => <QueueRoom room={room} />}</SignedIn>
    </PageShell>
  )
}
