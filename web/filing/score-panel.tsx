import type { TakeawayView } from '@wall/api/wire/campaign'
import type { SeedsView } from '@wall/api/wire/filing'
import { createUniqueId, For, Match, Show, Switch } from 'solid-js'
import { useDescribeError } from '../lib/describe-error.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Measure } from './create-measure.ts'
import { useFilingMessages } from './messages.ts'
import { AlikePairs, ConfusedPairs } from './pair-lists.tsx'
import { PlaceName } from './place-name.tsx'
import { type Counsel, enoughExamples, enoughKeywords, listCounsel } from './seeds/seeds-counsel.ts'
import { useNumbers } from './use-numbers.ts'

const scores = [
  { key: 'top1', name: 'scoreTop1' },
  { key: 'top3', name: 'scoreTop3' },
] as const

/** Beside the lists there is room for the worst; all of them stand above. */
const mostPairs = 3

/** The score of the draft, live, against what is saved; what it mixes up; and what would help most. */
export function ScorePanel(props: {
  measure: Measure
  draft: SeedsView
  takeaways: readonly TakeawayView[]
  isDirty: boolean
}) {
  const t = useFilingMessages()
  const describe = useDescribeError()
  const { percent, points } = useNumbers()
  const id = createUniqueId()
  /** Of the examples judged so far, while it is measured. */
  const soFar = () => props.measure.part()?.figures ?? undefined
  const tellMeasuring = () => {
    const part = props.measure.part()
    return part?.figures
      ? t('measuringPart', { done: part.done, of: part.of, count: part.figures.posts })
      : t('measuring')
  }
  const figures = () => soFar() ?? props.measure.result()?.figures ?? undefined
  const counsel = () => listCounsel(props.draft)
  /** At first the figures are those of what is saved, and say nothing about the draft. */
  const isOfDraft = () => props.measure.state() === 'done' || props.measure.result() !== props.measure.saved()
  const gain = (key: 'top1' | 'top3') => {
    const [now, before] = [figures()?.[key], props.measure.saved()?.figures?.[key]]
    return now === undefined || before === undefined ? 0 : Math.round(now * 100) - Math.round(before * 100)
  }
  return (
    <section class="score" tabindex="0" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('scoreTitle')}</h3>
      <Show when={figures()}>
        {(seen) => (
          <dl class="score-figures" data-stale={props.measure.state() === 'done' ? undefined : ''}>
            <For each={scores}>
              {(score) => (
                <div>
                  <dt>{t(score.name)}</dt>
                  <dd>
                    <span class="score-share tabular">{percent(seen()[score.key])}</span>
                    <Show when={props.isDirty && isOfDraft() && !soFar()}>
                      <span class="score-gain" data-way={Math.sign(gain(score.key))}>
                        {gain(score.key) === 0
                          ? t('gainNone')
                          : t('gain', { points: points(gain(score.key) / 100) })}
                      </span>
                    </Show>
                  </dd>
                </div>
              )}
            </For>
          </dl>
        )}
      </Show>
      <p class="score-state" role="status">
        <Switch>
          <Match when={props.measure.state() === 'measuring' || props.measure.state() === 'waiting'}>
            <span class="spinner" aria-hidden="true" /> {tellMeasuring()}
          </Match>
          <Match when={props.measure.state() === 'done' && !figures()}>{t('measureNothing')}</Match>
          <Match when={props.measure.state() === 'done'}>
            {t('measured', { count: figures()?.posts ?? 0 })}
          </Match>
        </Switch>
      </p>
      <Show when={props.measure.state() === 'offline'}>
        <Notice kind="offline">
          <p>{t('measureOffline')}</p>
        </Notice>
      </Show>
      <Show when={props.measure.state() === 'failed'}>
        <Notice
          kind="held"
          action={
            <Button size="small" onClick={() => props.measure.retry()}>
              {t('measureAgain')}
            </Button>
          }
        >
          <p>{t('measureFailed')}</p>
          <p>{describe(props.measure.error())}</p>
        </Notice>
      </Show>
      <Show when={props.measure.result()}>
        {(result) => (
          <>
            <h4>{t('draftConfused')}</h4>
            <ConfusedPairs confused={result().confused.slice(0, mostPairs)} takeaways={props.takeaways} />
            <Show when={result().alike.length > 0}>
              <h4>{t('alikeTitle')}</h4>
              <AlikePairs alike={result().alike.slice(0, mostPairs)} takeaways={props.takeaways} />
            </Show>
          </>
        )}
      </Show>
      <Show when={counsel().length > 0}>
        <h4>{t('counselTitle')}</h4>
        <ul class="counsel">
          <For each={counsel()}>
            {(one) => (
              <li>
                <PlaceName takeaway={one.takeaway} takeaways={props.takeaways} />
                <span class="counsel-words">{tellCounsel(one)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )

  function tellCounsel(one: Counsel): string {
    const lacks = [
      one.hasFewExamples && t('fewExamples', { count: one.examples, enough: enoughExamples }),
      one.hasFewKeywords && t('fewKeywords', { count: one.keywords, enough: enoughKeywords }),
      one.hasLittleSpanish && t('littleSpanish'),
    ]
    return lacks.filter((lack) => lack !== false).join(' ')
  }
}
