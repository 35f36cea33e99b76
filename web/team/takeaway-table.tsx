import type { TeamTakeaway } from '@wall/api/wire/campaign'
import type { TeamOverview } from '@wall/api/wire/team'
import { createUniqueId, For, Show } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { TakeawayMark } from '../ui/post/takeaway-mark.tsx'
import { useTeamMessages } from './messages.ts'

/** One row a takeaway, also where nothing came in; it is the legend of the chart, too. */
export function TakeawayTable(props: {
  rows: TeamOverview['perTakeaway']
  proposals: TeamOverview['proposals']
  takeaways: readonly TeamTakeaway[]
}) {
  const t = useTeamMessages()
  const common = useCommon()
  const id = createUniqueId()
  const places = () => [
    ...props.takeaways.map(({ number, title, isReleased }) => ({ number, title, isReleased })),
    { number: null, title: t('unfiled'), isReleased: true },
  ]
  const rowOf = (number: number | null) => props.rows.find((row) => row.takeaway === number)
  const proposedFor = (number: number) =>
    props.proposals.find(({ takeaway }) => takeaway === number)?.posts ?? 0
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
              <th scope="col" class="table-number">
                {t('proposed')}
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
                      <span class="table-title">
                        {place.title}
                        <Show when={!place.isReleased}>
                          {' '}
                          <strong>{common('notReleased')}</strong>
                        </Show>
                      </span>
                    </span>
                  </th>
                  <td class="table-number">{rowOf(place.number)?.posts ?? 0}</td>
                  <td class="table-number">{rowOf(place.number)?.authors ?? 0}</td>
                  <td class="table-number">{rowOf(place.number)?.shown ?? 0}</td>
                  <td class="table-number">{rowOf(place.number)?.pending ?? 0}</td>
                  <td class="table-number">{place.number === null ? '–' : proposedFor(place.number)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
      <Show when={props.proposals.length > 0}>
        <p class="table-hint">{t('proposedHint')}</p>
      </Show>
    </div>
  )
}
