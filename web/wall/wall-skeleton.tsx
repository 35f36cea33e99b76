import { For } from 'solid-js'
import { useWallWords } from '../lib/i18n/wall.ts'
import { SkeletonCard } from '../ui/skeleton.tsx'

/** The shape of the wall while it is on its way. */
export function WallSkeleton() {
  const t = useWallWords()
  return (
    <div class="wall-skeleton" role="status">
      <span class="visually-hidden">{t('loading')}</span>
      <span class="skeleton wall-skeleton-ask" aria-hidden="true" />
      <span class="skeleton wall-skeleton-line" aria-hidden="true" />
      <div class="answers-grid" aria-hidden="true">
        <For
          each={[
            [90, 96, 60],
            [80, 40],
            [96, 88, 92, 70],
            [84, 96, 30],
            [94, 50],
            [70, 92, 66],
          ]}
        >
          {(lines) => <SkeletonCard lines={lines} />}
        </For>
      </div>
    </div>
  )
}
