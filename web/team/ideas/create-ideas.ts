import type { IdeaChangeResult, TeamIdeas } from '@wall/api/wire/idea'
import { type Accessor, createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { keepFocus } from '../../lib/keep-focus.ts'
import { watchPresses } from '../../lib/seen.ts'
import { useToast } from '../../ui/toasts.tsx'
import { useTeamMessages } from '../messages.ts'
import type { IdeaApi } from './idea-api.ts'

export interface Ideas {
  /** Undefined until they came for the first time. */
  all: Accessor<TeamIdeas | undefined>
  error: Accessor<unknown>
  refresh: () => Promise<void>
  /** Carries out an order, says that it is done, and offers to take it back. */
  order: (run: () => Promise<IdeaChangeResult>, done: () => string) => Promise<IdeaChangeResult | undefined>
}

/**
 * The campaign's ideas. Groups keep their rows on the page as they change, so that nothing jumps from under
 * the hand.
 */
export function createIdeas(api: IdeaApi): Ideas {
  const t = useTeamMessages()
  const toast = useToast()
  const [ideas, setIdeas] = createStore<{ all?: TeamIdeas }>({})
  const [error, setError] = createSignal<unknown>()
  const pressedAt = watchPresses()
  let orderedAt = 0
  let lastAsked = 0

  const refresh = async () => {
    const mine = ++lastAsked
    try {
      const next = await api.list()
      if (mine !== lastAsked) return
      keepFocus(() => setIdeas('all', reconcile(next, { key: 'id' })))
      setError(undefined)
    } catch (failure) {
      if (mine === lastAsked) setError(failure)
    }
  }
  const order: Ideas['order'] = async (run, done) => {
    // What moved up meanwhile is not meant by the second click of two, nor by a key held down.
    if (pressedAt() < orderedAt) return undefined
    orderedAt = performance.now()
    try {
      const changed = await run()
      setError(undefined)
      const { changeId } = changed
      if (changeId !== null) {
        const undo = () =>
          void order(
            () => api.undo(changeId),
            () => t('ideaUndone'),
          )
        toast({ text: done, action: { label: () => t('undo'), run: undo } })
      } else toast({ text: done })
      await refresh()
      return changed
    } catch (failure) {
      await refresh()
      setError(failure)
      return undefined
    }
  }
  void refresh()
  return { all: () => ideas.all, error, refresh, order }
}
