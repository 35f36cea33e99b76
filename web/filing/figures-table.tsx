import type { FilingFiguresView, FilingStateView } from '@wall/api/wire/filing'
import { createUniqueId, For, Show } from 'solid-js'
import { EmptyState } from '../ui/empty-state.tsx'
import { useFilingMessages } from './messages.ts'
import { useNumbers } from './use-numbers.ts'

const rows = [
  { key: 'top1', name: 'figureTop1', what: 'figureTop1What' },
  { key: 'top3', name: 'figureTop3', what: 'figureTop3What' },
  { key: 'macroF1', name: 'figureMacro', what: 'figureMacroWhat' },
  { key: 'noneAuroc', name: 'figureNone', what: 'figureNoneWhat' },
  { key: 'calibrationError', name: 'figureCalibration', what: 'figureCalibrationWhat' },
] as const satisfies readonly { key: Exclude<keyof FilingFiguresView, 'posts'>; name: string; what: string }[]

/** How good the filing is, each figure with what it means; over decided answers and over the seeds alone. */
export function FiguresTable(props: { state: FilingStateView }) {
  const t = useFilingMessages()
  const { percent } = useNumbers()
  const id = createUniqueId()
  const write = (figures: FilingFiguresView | null, key: (typeof rows)[number]['key']) => {
    const value = figures?.[key]
    return value === null || value === undefined ? '–' : percent(value)
  }
  return (
    <section class="filing-section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('figuresTitle')}</h2>
      <p class="filing-soft">{t('figuresLead')}</p>
      <Show
        when={props.state.decided ?? props.state.seeds}
        fallback={<EmptyState title={t('figuresEmpty')}>{<p>{t('figuresEmptyHint')}</p>}</EmptyState>}
      >
        <section class="figures-box" tabindex="0" aria-labelledby={`${id}-title`}>
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{t('figure')}</th>
                <th scope="col" class="figures-share">
                  {t('figuresDecided')}
                  <span class="figures-of">{t('figuresOf', { count: props.state.decided?.posts ?? 0 })}</span>
                </th>
                <th scope="col" class="figures-share">
                  {t('figuresSeeds')}
                  <span class="figures-of">
                    {t('countExamples', { count: props.state.seeds?.posts ?? 0 })}
                  </span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={rows}>
                {(row) => (
                  <tr>
                    <th scope="row">
                      {t(row.name)}
                      <span class="figures-what">{t(row.what)}</span>
                    </th>
                    <td class="figures-share tabular">{write(props.state.decided, row.key)}</td>
                    <td class="figures-share tabular">{write(props.state.seeds, row.key)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </Show>
    </section>
  )
}
