import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** A name that no other worker has, now or later, and in which its machine can tell whether it still runs. */
export function makeWorkerName(): string {
  return `${readMachine()} ${process.pid} ${randomBytes(6).toString('hex')}`
}

/** Whether the worker of that name ran on this machine and ended, however: nobody need wait for it. False when in doubt. */
export function isWorkerGone(name: string, ownName: string): boolean {
  const [machine, pid] = name.split(' ')
  if (name === ownName || machine !== readMachine() || !/^\d+$/.test(pid ?? '')) return false
  // A container's first process has the same number each time.
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/** Another after each start of the machine, as process numbers begin anew. */
function readMachine(): string {
  let boot = ''
  try {
    boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    // Only Linux has it.
  }
  return `${hostname()}/${boot}`
}
