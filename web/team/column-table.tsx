import { For } from 'solid-js'
import { formatDay } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { TakeawayMark } from '../ui/post/takeaway-mark.tsx'
import type { Column, Step } from './day-series.ts'
import { useTeamMessages } from './messages.ts'

/** The chart's figures, newest first. */
export function ColumnTable(props: {
  columns: readonly Column[]
  step: Step
  places: readonly (number | null)[]
}) {
  const t = useTeamMessages()
  const { language } = useLanguage()
  const countOf = (column: Column, place: number | null) =>
    column.parts.find((part) => part.takeaway === place)?.posts ?? 0
  return (
    <section class="table-box" tabindex="0" aria-label={t('tableLabel')}>
      <table class="table tabular">
        <thead>
          <tr>
            <th scope="col">{t(props.step === 'week' ? 'week' : 'day')}</th>
            <For each={props.places}>
              {(place) => (
                <th scope="col" class="table-number">
                  <TakeawayMark takeaway={place} />
                </th>
              )}
            </For>
            <th scope="col" class="table-number">
              {t('all')}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.columns.toReversed()}>
            {(column) => (
              <tr>
                <th scope="row">{formatDay(language(), column.day)}</th>
                <For each={props.places}>
                  {(place) => <td class="table-number">{countOf(column, place)}</td>}
                </For>
                <td class="table-number">{column.total}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
