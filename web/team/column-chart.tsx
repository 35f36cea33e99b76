import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { useServices } from '../lib/services.tsx'
import { takeawayHue } from '../lib/takeaway-hue.ts'
import { type Column, chooseTicks } from './day-series.ts'

/**
 * Height, margin above and below, room for the marks, and the least size of a part that carries its numeral.
 */
type Sizes = [number, number, number, number, number]

/**
 * Stacked columns with each takeaway's numeral where it fits (colour alone tells nothing), drawn in real
 * pixels so that letters keep their size at every width. All geometry is in attributes.
 */
export function ColumnChart(props: { columns: readonly Column[]; title: string; describedBy: string }) {
  const { language } = useLanguage()
  const { numberOf } = useServices()
  const [widthPx, setWidth] = createSignal(640)
  // Letters follow the reader's own size, and the drawing follows the letters.
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
  const [heightPx, topPx, footPx, axisPx, numeralPx] = [260, 12, 30, 36, 15].map((px) => px * rem) as Sizes
  let box: HTMLDivElement | undefined
  onMount(() => {
    if (!box) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(240, Math.round(entry.contentRect.width)))
    })
    observer.observe(box)
    onCleanup(() => observer.disconnect())
  })
  const ticks = createMemo(() => chooseTicks(Math.max(...props.columns.map((column) => column.total))))
  const y = (value: number) => {
    const room = heightPx - topPx - footPx
    return topPx + room - (value / (ticks().at(-1) ?? 1)) * room
  }
  const slotPx = () => (widthPx() - axisPx) / props.columns.length
  const barPx = () => Math.min(56 * rem, Math.max(3, slotPx() - Math.max(2, slotPx() * 0.22)))
  const x = (index: number) => axisPx + slotPx() * index + (slotPx() - barPx()) / 2
  const labelEvery = () => Math.max(1, Math.ceil((64 * rem) / slotPx()))
  const shortDay = (day: string) =>
    new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
      new Date(`${day}T00:00:00Z`),
    )

  return (
    <div class="chart" ref={box}>
      <svg
        role="img"
        aria-describedby={props.describedBy}
        width={widthPx()}
        height={heightPx}
        viewBox={`0 0 ${widthPx()} ${heightPx}`}
      >
        <title>{props.title}</title>
        <For each={ticks()}>
          {(tick) => (
            <g>
              <line class="chart-line" x1={axisPx} x2={widthPx()} y1={y(tick)} y2={y(tick)} />
              <text class="chart-label" x={axisPx - 8} y={y(tick) + 4 * rem} text-anchor="end">
                {new Intl.NumberFormat(language()).format(tick)}
              </text>
            </g>
          )}
        </For>
        <For each={props.columns}>
          {(column, index) => (
            <g>
              <For each={column.parts}>
                {(part) => (
                  <g
                    data-takeaway={part.takeaway ?? 'unfiled'}
                    style={{ '--wheel': takeawayHue(part.takeaway) }}
                  >
                    <rect
                      class="chart-part"
                      x={x(index())}
                      y={y(part.from + part.posts)}
                      width={barPx()}
                      height={Math.max(1, y(part.from) - y(part.from + part.posts) - 1)}
                      rx="2"
                    />
                    <Show
                      when={y(part.from) - y(part.from + part.posts) >= numeralPx && barPx() >= numeralPx}
                    >
                      <text
                        class="chart-numeral"
                        x={x(index()) + barPx() / 2}
                        y={(y(part.from) + y(part.from + part.posts)) / 2 + 4 * rem}
                        text-anchor="middle"
                      >
                        {part.takeaway === null ? '·' : numberOf(part.takeaway)}
                      </text>
                    </Show>
                  </g>
                )}
              </For>
              <Show when={index() % labelEvery() === 0}>
                <text
                  class="chart-label"
                  x={x(index()) + barPx() / 2}
                  y={heightPx - 8 * rem}
                  text-anchor="middle"
                >
                  {shortDay(column.day)}
                </text>
              </Show>
            </g>
          )}
        </For>
      </svg>
    </div>
  )
}
