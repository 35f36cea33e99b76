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
    ...props.takeaways.map(({ id, title, isReleased }) => ({ place: id, title, isReleased })),
    { place: null, title: t('unfiled'), isReleased: true },
  ]
  const rowOf = (place: number | null) => props.rows.find((row) => row.takeaway === place)
  const proposedFor = (place: number) =>
    props.proposals.find(({ takeaway }) => takeaway === place)?.posts ?? 0
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
              {(one) => (
                <tr>
                  <th scope="row" class="table-place">
                    <span>
                      <TakeawayMark takeaway={one.place} />
                      <span class="table-title">
                        {one.title}
                        <Show when={!one.isReleased}>
                          {' '}
                          <strong>{common('notReleased')}</strong>
                        </Show>
                      </span>
                    </span>
                  </th>
                  <td class="table-number">{rowOf(one.place)?.posts ?? 0}</td>
                  <td class="table-number">{rowOf(one.place)?.authors ?? 0}</td>
                  <td class="table-number">{rowOf(one.place)?.shown ?? 0}</td>
                  <td class="table-number">{rowOf(one.place)?.pending ?? 0}</td>
                  <td class="table-number">{one.place === null ? '–' : proposedFor(one.place)}</td>
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
