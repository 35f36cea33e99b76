import type { Figure } from './bench.ts'
import { isMet } from './figures.ts'

/** The figures as lines for people. */
export function formatTable(rows: readonly { bench: string; figure: Figure }[]): string {
  const head = ['bench', 'figure', 'unit', 'ours', 'control', 'against', 'ratio', 'aim', '']
  const body = rows.map(({ bench, figure }) => [
    bench,
    figure.what,
    figure.unit,
    formatNumber(figure.ours),
    figure.control === null ? '' : formatNumber(figure.control),
    figure.against,
    figure.ratio === null ? '' : `${figure.ratio.toFixed(2)}×`,
    formatAim(figure),
    { true: 'met', false: 'MISSED', null: '' }[`${isMet(figure)}`] ?? '',
  ])
  const table = [head, ...body]
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const numeric = new Set([3, 4, 6])
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        numeric.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '))
  return lines.join('\n')
}

function formatAim({ aim }: Figure): string {
  if (!aim) return ''
  const mark = aim.of === 'ratio' ? '×' : ''
  const least = aim.atLeast === undefined ? '' : `≥ ${aim.atLeast.toLocaleString('en')}${mark}`
  const most = aim.atMost === undefined ? '' : `≤ ${aim.atMost.toLocaleString('en')}${mark}`
  return [least, most].filter(Boolean).join(', ')
}

function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}
