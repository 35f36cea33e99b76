import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A name that no other worker has, now or later, and in which its machine can tell whether it still runs. */
export function makeWorkerName(): string {
  return `${readMachine()} ${process.pid} ${randomBytes(6).toString('hex')}`
}

/**
 * Whether the worker of that name ran on this machine and ended, however: nobody need wait for it. False when
 * in doubt.
 */
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

/**
 * Where process numbers mean the same: another after each start of the machine, as they begin anew, and in
 * each container, which has its own even where it shares the host's name.
 */
function readMachine(): string {
  const boot = tryTo(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  const namespace = tryTo(() => readlinkSync('/proc/self/ns/pid'))
  return `${hostname()}/${boot}/${namespace}`
}

/** Only Linux has these files. */
function tryTo(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
