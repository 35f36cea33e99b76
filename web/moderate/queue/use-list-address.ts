import { useSearchParams } from '@solidjs/router'
import { createMemo } from 'solid-js'
import { readPlace, readStanding, writePlace } from './list-address.ts'
import type { Place, Standing } from './queue-model.ts'

/** The list that is open, as the address bar has it; to open another is to change that. */
export function useListAddress() {
  const [params, setParams] = useSearchParams<{ standing?: string; takeaway?: string }>()
  return {
    standing: createMemo(() => readStanding(params.standing)),
    place: createMemo(() => readPlace(params.takeaway)),
    open(standing: Standing, place: Place): void {
      setParams({
        standing: standing === 'pending' ? undefined : standing,
        takeaway: place === 'all' ? undefined : writePlace(place),
      })
    },
  }
}
