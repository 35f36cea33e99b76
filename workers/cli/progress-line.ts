import type { Writable } from 'node:stream'
import type { MoveProgress } from '@wall/db/move/move-wall'

const words = { copy: 'copying', check: 'checking' }

/** One line a table, rewritten while it grows where somebody looks on, else one line for each tenth. */
export function createProgressLine(output: Writable & { isTTY?: boolean }) {
  let current = ''
  let lastTenth = -1

  function show({ step, table, rows, of }: MoveProgress): void {
    const title = `${words[step]} ${table}`
    const share = of === 0 ? 1 : Math.min(rows / of, 1)
    const tenth = Math.floor(share * 10)
    const isNew = title !== current
    if (!output.isTTY && !isNew && tenth === lastTenth) return
    const line = `${title.padEnd(22)} ${rows} of ${of} rows, ${Math.floor(share * 100)} %`
    if (!output.isTTY) output.write(`${line}\n`)
    else output.write(`${isNew && current !== '' ? '\n' : ''}\r${line}`)
    current = title
    lastTenth = tenth
  }

  function end(): void {
    if (output.isTTY && current !== '') output.write('\n')
    current = ''
  }

  return { show, end }
}
