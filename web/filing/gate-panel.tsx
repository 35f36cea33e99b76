import type { FilingStateView } from '@wall/api/wire/filing'
import { figuresFromDecisions } from '@wall/api/wire/filing-limits'
import { createUniqueId, For, Show } from 'solid-js'
import { useNow } from '../lib/clock.tsx'
import { formatTimeAgo } from '../lib/i18n/dates.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { Icon } from '../ui/icons.tsx'
import { Notice } from '../ui/notice.tsx'
import { tellGate } from './gate-words.ts'
import { useFilingMessages } from './messages.ts'
import { useNumbers } from './use-numbers.ts'

/** Whether words file by themselves, in plain words, and from what they have learnt. */
export function GatePanel(props: { state: FilingStateView; waiting: number; behind: number }) {
  const t = useFilingMessages()
  const { language } = useLanguage()
  const now = useNow()
  const { percent, decimal } = useNumbers()
  const id = createUniqueId()
  const gate = () => tellGate(t, percent, decimal, props.state.gate)
  return (
    <section
      class="gate"
      data-open={props.state.gate.isOpen ? '' : undefined}
      aria-labelledby={`${id}-title`}
    >
      <Icon name={props.state.gate.isOpen ? 'done' : 'time'} class="gate-icon" />
      <div class="gate-words">
        <h2 id={`${id}-title`}>{gate().title}</h2>
        <For each={gate().details}>{(detail) => <p>{detail}</p>}</For>
        <p class="filing-soft">{t('gateRules')}</p>
        <p class="filing-soft">
          {props.state.decisions === 0 ? t('learntNothing') : t('learnt', { count: props.state.decisions })}{' '}
          {t('fitted', {
            ago: formatTimeAgo(language(), props.state.fittedAt, now()),
            seconds: decimal(props.state.fitMs / 1000),
          })}{' '}
          {props.state.encoder === null ? t('encoderNone') : t('encoderIs', { name: props.state.encoder })}{' '}
          {tellJudge()} {props.state.agreed > 0 ? `${t('learntAgreed', { count: props.state.agreed })} ` : ''}
          {props.state.decisions - props.state.agreed < figuresFromDecisions
            ? t('toldInBands', { needed: figuresFromDecisions })
            : t('toldInFigures')}{' '}
          {props.behind > 0
            ? t('behind', { count: props.behind, waiting: props.waiting })
            : t('behindNone', { count: props.waiting })}
        </p>
        <Trouble words={t('encoderTrouble')} note={props.state.encoderNote} />
        <Trouble words={t('judgeTrouble')} note={props.state.judge?.problem} />
      </div>
    </section>
  )

  function tellJudge(): string {
    const { judge } = props.state
    if (judge === null) return t('judgeNone')
    return t(judge.problem === null ? 'judgeIs' : 'judgeRests', { name: judge.name })
  }
}

/** What the worker says of it, in English. */
function Trouble(props: { words: string; note: string | null | undefined }) {
  return (
    <Show when={props.note}>
      {(note) => (
        <Notice kind="held">
          <p>{props.words}</p>
          <p lang="en">{note()}</p>
        </Notice>
      )}
    </Show>
  )
}
