import type { TakeawayView } from '@wall/api/wire/campaign'
import type { QueuePost } from '@wall/api/wire/queue'
import type { SearchPage } from '@wall/api/wire/team'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { useServices } from '../lib/services.tsx'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/button-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorView } from '../ui/error-view.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icons.tsx'
import { HostMark } from '../ui/post/host-mark.tsx'
import { PostCard } from '../ui/post/post-card.tsx'
import { useTeamMessages } from './messages.ts'
import { csvAddress, emptySearch, type SearchTerms, searchAddress } from './search-query.ts'
import { SelectField } from './select-field.tsx'

const standings = ['pending', 'approved', 'rejected', 'stashed'] as const
const standingKeys = {
  pending: 'standingPending',
  approved: 'standingApproved',
  rejected: 'standingRejected',
  stashed: 'standingStashed',
} as const
const pageSize = 24

/** Finds answers by their words; what is found can be taken away as a file. */
export function WordSearch(props: { slug: string; takeaways: readonly TakeawayView[] }) {
  const t = useTeamMessages()
  const { http } = useServices()
  const id = createUniqueId()
  const [draft, setDraft] = createSignal<SearchTerms>(emptySearch)
  const [asked, setAsked] = createSignal<SearchTerms>()
  const [found, setFound] = createSignal<SearchPage>()
  const [error, setError] = createSignal<unknown>()
  const [isBusy, setBusy] = createSignal(false)
  let lastAsked = 0

  const ask = async (search: SearchTerms, after: string | null) => {
    const mine = ++lastAsked
    setBusy(true)
    try {
      const page = await http.get<SearchPage>(searchAddress(props.slug, search, { after, limit: pageSize }))
      if (mine !== lastAsked) return
      setFound((before) =>
        after === null || !before ? page : { ...page, posts: [...before.posts, ...page.posts] },
      )
      setAsked(search)
      setError(undefined)
    } catch (failure) {
      if (mine === lastAsked) setError(failure)
    } finally {
      if (mine === lastAsked) setBusy(false)
    }
  }
  const tellFound = () => {
    const page = found()
    if (!page) return ''
    if (page.total === 0) return t('foundNone')
    return t(page.isMore ? 'foundMore' : 'found', { count: page.total })
  }
  const submit = (event: Event) => {
    event.preventDefault()
    void ask(draft(), null)
  }

  return (
    <section class="team-section" id="search" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('searchTitle')}</h2>
      <search>
        <form class="search" onSubmit={submit}>
          <Field
            label={t('searchWords')}
            hint={t('searchHint')}
            type="search"
            autocomplete="off"
            maxlength="200"
            value={draft().words}
            onInput={(event) => setDraft({ ...draft(), words: event.currentTarget.value })}
          />
          <SelectField
            label={t('searchTakeaway')}
            value={draft().takeaway === null ? 'unfiled' : String(draft().takeaway)}
            options={[
              { value: 'all', label: t('anyTakeaway') },
              ...props.takeaways.map((one) => ({
                value: String(one.id),
                label: `${one.number} · ${one.title}`,
              })),
              { value: 'unfiled', label: t('unfiled') },
            ]}
            onChoose={(value) => setDraft({ ...draft(), takeaway: readTakeaway(value) })}
          />
          <SelectField
            label={t('searchStanding')}
            value={draft().standing}
            options={[
              { value: 'all', label: t('anyStanding') },
              ...standings.map((standing) => ({ value: standing, label: t(standingKeys[standing]) })),
            ]}
            onChoose={(value) =>
              setDraft({ ...draft(), standing: standings.find((standing) => standing === value) ?? 'all' })
            }
          />
          <Button type="submit" look="strong" aria-busy={isBusy()}>
            {isBusy() ? t('searching') : t('search')}
          </Button>
        </form>
      </search>
      <Show when={error()}>
        <ErrorView error={error()} onRetry={() => void ask(draft(), null)} />
      </Show>
      <div class="found-head">
        <p role="status" class={found()?.total === 0 ? 'visually-hidden' : undefined}>
          {tellFound()}
        </p>
        <Show when={found()?.total ? asked() : undefined}>
          {(search) => (
            <ButtonLink size="small" href={csvAddress(props.slug, search())} download="" rel="external">
              <Icon name="download" />
              {t('download')}
            </ButtonLink>
          )}
        </Show>
      </div>
      <Show when={found()?.total === 0}>
        <EmptyState title={t('foundNone')}>
          <p>{t('foundNoneHint')}</p>
        </EmptyState>
      </Show>
      <div class="found">
        <For each={found()?.posts}>{(post) => <Found post={post} />}</For>
      </div>
      <Show when={found()?.next ? asked() : undefined}>
        {(search) => (
          <Button disabled={isBusy()} onClick={() => void ask(search(), found()?.next ?? null)}>
            {t('more')}
          </Button>
        )}
      </Show>
    </section>
  )
}

function Found(props: { post: QueuePost }) {
  const t = useTeamMessages()
  return (
    <PostCard post={props.post} drawHostMark={() => <HostMark words={t('otherHost')} />}>
      <p class="found-standing" data-standing={props.post.standing}>
        {t('standingAs', { standing: t(standingKeys[props.post.standing]) })}
        <Show when={props.post.standing === 'approved' && props.post.hiddenWhy}>, {t('notOnWall')}</Show>
      </p>
    </PostCard>
  )
}

function readTakeaway(value: string): SearchTerms['takeaway'] {
  if (value === 'all') return 'all'
  return value === 'unfiled' ? null : Number(value)
}
