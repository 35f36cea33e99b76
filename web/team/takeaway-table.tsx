import type { TakeawayView } from '@wall/api/wire/campaign'
import type { TeamOverview } from '@wall/api/wire/team'
import { createUniqueId, For } from 'solid-js'
import { TakeawayMark } from '../ui/takeaway-mark.tsx'
import { useTeamMessages } from './messages.ts'

/** One row a takeaway, also where nothing came in; it is the legend of the chart, too. */
export function TakeawayTable(props: {
  rows: TeamOverview['perTakeaway']
  takeaways: readonly TakeawayView[]
}) {
  const t = useTeamMessages()
  const id = createUniqueId()
  const places = () => [
    ...props.takeaways.map((takeaway) => ({ number: takeaway.number, title: takeaway.title })),
    { number: null, title: t('unfiled') },
  ]
  const rowOf = (number: number | null) => props.rows.find((row) => row.takeaway === number)
  return (
    <div class="team-section">
      <h2 id={`${id}-title`}>{t('takeawaysTitle')}</h2>
      <section class="table-box" tabindex="0" aria-labelledby={`${id}-title`}>
        <table class="table tabular">
          <thead>
            <tr>
              <th scope="col">{t('takeaway')}</th>
              <th scope="col" class="table-number">
                {t('posts')}
              </th>
              <th scope="col" class="table-number">
                {t('people')}
              </th>
              <th scope="col" class="table-number">
                {t('shown')}
              </th>
              <th scope="col" class="table-number">
                {t('pending')}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={places()}>
              {(place) => (
                <tr>
                  <th scope="row" class="table-place">
                    <span>
                      <TakeawayMark takeaway={place.number} />
                      <span class="table-title">{place.title}</span>
                    </span>
                  </th>
                  <td class="table-number">{rowOf(place.number)?.posts ?? 0}</td>
                  <td class="table-number">{rowOf(place.number)?.authors ?? 0}</td>
                  <td class="table-number">{rowOf(place.number)?.shown ?? 0}</td>
                  <td class="table-number">{rowOf(place.number)?.pending ?? 0}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </div>
  )
}
