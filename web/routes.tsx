import { type Component, lazy } from 'solid-js'

/** One lazy page per address: nobody downloads a page they do not open. */
export const routes = [
  { path: '/', component: lazyPage(async () => (await import('./wall/wall-page.tsx')).WallPage) },
  { path: '/screen', component: lazyPage(async () => (await import('./screen/screen-page.tsx')).ScreenPage) },
  {
    path: '/moderate',
    component: lazyPage(async () => (await import('./moderate/moderate-page.tsx')).ModeratePage),
  },
  { path: '/team', component: lazyPage(async () => (await import('./team/team-page.tsx')).TeamPage) },
  {
    path: '/filing',
    component: lazyPage(async () => (await import('./filing/filing-page.tsx')).FilingPage),
  },
  {
    path: '/sign-in',
    component: lazyPage(async () => (await import('./sign-in/sign-in-page.tsx')).SignInPage),
  },
  { path: '/setup', component: lazyPage(async () => (await import('./setup/setup-page.tsx')).SetupPage) },
  {
    path: '*',
    component: lazyPage(async () => (await import('./not-found/not-found-page.tsx')).NotFoundPage),
  },
]

function lazyPage(load: () => Promise<Component>) {
  return lazy(async () => ({ default: await load() }))
}
