import type { TakeawayView } from '@wall/api/wire/campaign'
import type { DayCount } from '@wall/api/wire/team'
import { createMemo, createSignal, createUniqueId, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatDay } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { Button } from '../ui/button.tsx'
import { ColumnChart } from './column-chart.tsx'
import { ColumnTable } from './column-table.tsx'
import { buildColumns, chooseStep, dayAt, findRange } from './day-series.ts'
import { useTeamMessages } from './messages.ts'

/**
 * Contributions per takeaway over time: a chart that says in words what it shows, and the same as a table.
 */
export function Contributions(props: {
  perDay: readonly DayCount[]
  takeaways: readonly TakeawayView[]
  days: number
}) {
  const t = useTeamMessages()
  const { language } = useLanguage()
  const now = useNow()
  const id = createUniqueId()
  const [isTable, setTable] = createSignal(false)
  const today = () => dayAt(now(), -new Date(now()).getTimezoneOffset())
  const places = () => [...props.takeaways.map(({ id }) => id), null]
  const range = createMemo(() => findRange(props.perDay, today(), props.days))
  const step = createMemo(() => chooseStep(range().firstDay, range().lastDay))
  const columns = createMemo(() =>
    buildColumns(props.perDay, { step: step(), ...range(), takeaways: places() }),
  )
  const total = () => columns().reduce((sum, column) => sum + column.total, 0)
  const title = () => t(step() === 'week' ? 'chartTitleWeek' : 'chartTitleDay')
  const summary = () => {
    const top = columns().reduce((best, column) => (column.total > best.total ? column : best))
    return t(step() === 'week' ? 'chartSummaryWeek' : 'chartSummaryDay', {
      when: formatDay(language(), top.day),
      count: top.total,
      total: total(),
      first: formatDay(language(), range().firstDay),
    })
  }
  return (
    <section class="team-section" aria-labelledby={`${id}-title`}>
      <div class="team-head">
        <h2 id={`${id}-title`}>{title()}</h2>
        <Show when={total() > 0}>
          <Button
            size="small"
            aria-expanded={isTable()}
            aria-controls={`${id}-body`}
            onClick={() => setTable(!isTable())}
          >
            {t(isTable() ? 'showChart' : 'showTable')}
          </Button>
        </Show>
      </div>
      <div id={`${id}-body`}>
        <Show when={total() > 0} fallback={<p class="team-soft">{t('chartEmpty')}</p>}>
          <p class="team-soft" id={`${id}-summary`}>
            {summary()}
          </p>
          <Show
            when={isTable()}
            fallback={<ColumnChart columns={columns()} title={title()} describedBy={`${id}-summary`} />}
          >
            <ColumnTable columns={columns()} step={step()} places={places()} />
          </Show>
        </Show>
      </div>
    </section>
  )
}
