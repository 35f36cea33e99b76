import { appendFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '@wall/db/make-folder'

const maxBytes = 5 * 1024 * 1024

/** A log file that never grows beyond twice `maxBytes`: the older half stands beside it as `.1`. */
export function createRotatingFile(file: string): (line: string) => void {
  makeFolder(dirname(file))
  let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (line) => {
    try {
      if (bytes > maxBytes) {
        renameSync(file, `${file}.1`)
        bytes = 0
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
      bytes += line.length + 1
    } catch {
      // A full disk must not stop what still works.
    }
  }
}
