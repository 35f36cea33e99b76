/** Warnings are in the log; the terminal is for what somebody should do something about. */
const problemLevel = 50
const fatalLevel = 60

export interface LogLine {
  message: string
  isProblem: boolean
  isFatal: boolean
}

/**
 * What a line of a process's log says; text that is no log line is a problem by itself (a crash before there
 * was a log).
 */
export function readLogLine(line: string): LogLine {
  try {
    const entry: unknown = JSON.parse(line)
    if (typeof entry === 'object' && entry !== null && 'level' in entry && 'msg' in entry) {
      const level = Number(entry.level)
      return { message: String(entry.msg), isProblem: level >= problemLevel, isFatal: level >= fatalLevel }
    }
  } catch {
    // Not JSON: said below.
  }
  return { message: line, isProblem: true, isFatal: false }
}
