import { useLocation, useNavigate } from '@solidjs/router'
import type { TeamCampaign } from '@wall/api/wire/campaign'
import type { Me } from '@wall/api/wire/session'
import { createEffect, createResource, type JSX, Match, Switch } from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import { getSession } from '../api/session.ts'
import { getCampaignSlug, getTeamCampaign } from '../api/wall.ts'
import { useServices } from '../lib/services.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageShell } from '../ui/page-shell.tsx'
import { ToastProvider } from '../ui/toasts.tsx'
import { Account } from './account.tsx'

export interface Room {
  me: Me
  campaign: TeamCampaign
  /** Where in the log the campaign was read: live news begin here. */
  place: string
  /** A takeaway was released, or the team wrote something else into it. */
  onCampaign: (campaign: TeamCampaign) => void
}

/** A page of the team's: for who is signed in, with the campaign at hand. */
export function StaffPage(props: { title: string; children: (room: Room) => JSX.Element }) {
  return (
    <ToastProvider>
      <PageShell title={props.title} aside={<Account />}>
        <SignedIn>{props.children}</SignedIn>
      </PageShell>
    </ToastProvider>
  )
}

/** Everybody who is not signed in goes to do so, and comes back. */
function SignedIn(props: { children: (room: Room) => JSX.Element }) {
  const { http, nameCampaign } = useServices()
  const location = useLocation()
  const navigate = useNavigate()
  const [room, { refetch, mutate }] = createResource(() => openRoom())
  createEffect(() => {
    const campaign = room.state === 'ready' ? room.latest?.campaign : undefined
    if (campaign) nameCampaign(campaign)
  })
  createEffect(() => {
    if (isKeptOut()) {
      const then = encodeURIComponent(location.pathname + location.search)
      navigate(`/sign-in?then=${then}`, { replace: true })
    }
  })
  return (
    <Switch fallback={<Loading />}>
      <Match when={room.error && !isKeptOut()}>
        <ErrorView error={room.error} onRetry={() => void refetch()} />
      </Match>
      <Match when={room.state === 'ready' && room.latest}>{(open) => props.children(open())}</Match>
    </Switch>
  )

  async function openRoom(): Promise<Room | undefined> {
    const [session, slug] = await Promise.all([getSession(http), getCampaignSlug(http, location.search)])
    if (!session.user) return undefined
    const { campaign, place } = await getTeamCampaign(http, slug)
    const onCampaign = (next: TeamCampaign) => mutate((open) => (open ? { ...open, campaign: next } : open))
    return { me: session.user, campaign, place, onCampaign }
  }

  function isKeptOut(): boolean {
    if (room.error) return apiErrorCode(room.error) === 'unauthorized'
    return room.state === 'ready' && room.latest === undefined
  }
}
