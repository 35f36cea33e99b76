import './page-shell.css'
import { A } from '@solidjs/router'
import { createEffect, type JSX, Show } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { useServices } from '../lib/services.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { TheirWords } from './post/their-words.tsx'

export type PageShellProps = {
  /** Names the window. */
  title: string
  children: JSX.Element
  /** The public sees the wall, the screen and a way in; colleagues see their pages. */
  audience?: 'public' | 'team'
  /** Beside the navigation, e.g. who is signed in. */
  aside?: JSX.Element
  foot?: JSX.Element
}

/** Header, navigation, language and the one `<main>` around every page but the screen. */
export function PageShell(props: PageShellProps) {
  const t = useCommon()
  const { campaignName } = useServices()
  createEffect(() => {
    document.title = props.title === t('product') ? props.title : `${props.title} · ${t('product')}`
  })
  return (
    <div class="shell">
      {/* Left to the browser (`rel="external"` keeps the router off), which moves the focus, too. */}
      <a class="skip" href="#content" rel="external">
        {t('skip')}
      </a>
      <header class="shell-head">
        <A class="shell-brand" href="/">
          <TheirWords text={campaignName() ?? t('product')} />
        </A>
        <nav aria-label={t('navigation')}>
          <ul class="shell-pages">
            <li>
              <A href="/" end>
                {t('navWall')}
              </A>
            </li>
            <li>
              <A href="/screen">{t('navScreen')}</A>
            </li>
            <Show
              when={props.audience === 'public'}
              fallback={
                <>
                  <li>
                    <A href="/moderate">{t('navModerate')}</A>
                  </li>
                  <li>
                    <A href="/team">{t('navTeam')}</A>
                  </li>
                  <li>
                    <A href="/filing">{t('navFiling')}</A>
                  </li>
                </>
              }
            >
              <li>
                <A href="/moderate">{t('navWorkRoom')}</A>
              </li>
            </Show>
          </ul>
        </nav>
        {props.aside}
        <LanguageSwitch />
      </header>
      <main class="shell-main" id="content" tabindex="-1">
        {props.children}
      </main>
      {props.foot}
    </div>
  )
}
