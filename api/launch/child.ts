import { type ChildProcess, fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { AppError } from '@wall/db/model/error'
import { readLogLine } from './log-line.ts'

const firstPauseMs = 1000
const longestPauseMs = 30_000
/** Who ran this long begins again with a short pause. */
const steadyMs = 60_000
const stopWithinMs = 4700

export interface ChildOptions {
  name: string
  file: string
  env: Record<string, string | undefined>
  /** Gets every line of its log. */
  writeLog(line: string): void
  /** Gets sentences that somebody at the terminal should see. */
  say(sentence: string): void
  /** Gets what it said when it was ready again after a crash. */
  onRestart?(ready: Readonly<Record<string, unknown>>): void
}

export interface Child {
  /** What it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>
  /** Asks it to stop, and makes sure that it does within five seconds. */
  stop(): Promise<void>
  kill(): void
}

/**
 * Starts one of our processes and keeps it running: whoever crashes after it was ready is started again,
 * after a pause that grows. Throws AppError with the process's own sentence when it can't even start.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, say } = options
  let isStopping = false
  let pauseMs = firstPauseMs
  let pause: NodeJS.Timeout | undefined
  let current = spawn(options)
  const ready = await current.ready.catch((error: unknown) => {
    current.process.kill('SIGKILL')
    throw error
  })
  watchEnd(performance.now())
  return {
    ready,
    async stop() {
      isStopping = true
      clearTimeout(pause)
      if (current.process.exitCode !== null || current.process.signalCode !== null) return
      const timer = setTimeout(() => current.process.kill('SIGKILL'), stopWithinMs)
      current.process.kill('SIGTERM')
      await current.ended
      clearTimeout(timer)
    },
    kill() {
      isStopping = true
      clearTimeout(pause)
      current.process.kill('SIGKILL')
    },
  }

  function watchEnd(startedAt: number): void {
    void current.ended.then((how) => {
      if (isStopping) return
      if (performance.now() - startedAt > steadyMs) pauseMs = firstPauseMs
      say(`${name} stopped (${how}); it starts again in ${pauseMs / 1000} s.`)
      pause = setTimeout(restart, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }

  function restart(): void {
    current = spawn(options)
    current.ready.then(
      (ready) => {
        say(`${name} runs again.`)
        options.onRestart?.(ready)
      },
      (error: unknown) => say(error instanceof Error ? error.message : String(error)),
    )
    watchEnd(performance.now())
  }
}

interface Spawned {
  process: ChildProcess
  ready: Promise<Record<string, unknown>>
  /** Tells how it ended; never rejects. */
  ended: Promise<string>
}

function spawn({ name, file, env, writeLog, say }: ChildOptions): Spawned {
  // In a group of its own, so that Ctrl-C reaches only us, and we stop it in order.
  const child = fork(file, { env, execArgv: [], detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const ready = Promise.withResolvers<Record<string, unknown>>()
  const ended = Promise.withResolvers<string>()
  let lastFatal: string | undefined
  let isReady = false

  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      writeLog(line)
      const { message, isProblem, isFatal } = readLogLine(line)
      if (isFatal) lastFatal = message
      else if (isProblem && isReady) say(`${name}: ${message}`)
    })
  }
  child.on('message', (message) => {
    if (typeof message !== 'object' || message === null || !('ready' in message)) return
    isReady = true
    ready.resolve({ ...message })
  })
  child.on('error', (cause) => end(`it could not be started: ${cause.message}`))
  // `close`: all its output has been read.
  child.on('close', (code, signal) => end(signal ?? `code ${code}`))
  return { process: child, ready: ready.promise, ended: ended.promise }

  function end(how: string): void {
    ready.reject(
      new AppError('unavailable', lastFatal ?? `${name} ended before it was ready (${how}). See its log.`),
    )
    if (lastFatal !== undefined && isReady) say(`${name}: ${lastFatal}`)
    ended.resolve(how)
  }
}
