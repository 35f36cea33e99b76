import './filing-page.css'
import './seeds.css'
import { Account } from '../sign-in/account.tsx'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { FilingRoom } from './filing-room.tsx'
import { useFilingMessages } from './messages.ts'

export function FilingPage() {
  const t = useFilingMessages()
  return (
    <PageShell title={t('title')} aside={<Account />}>
      <SignedIn>{(room) => <FilingRoom room={room} />}</SignedIn>
    </PageShell>
  )
}
