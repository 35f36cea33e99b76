import { AppError } from '@wall/db/model/error'

export interface DemoConfig {
  /** Pause between two posts. */
  intervalMs: number
  /** Posts a second that have nothing to do with the campaign. */
  fillerPerS: number
}

export function loadDemoConfig(env: Record<string, string | undefined>): Readonly<DemoConfig> {
  return Object.freeze({
    intervalMs: readNumber(env, 'DEMO_INTERVAL_MS', 4000, 50),
    fillerPerS: readNumber(env, 'DEMO_FILLER_PER_S', 5, 0),
  })
}

function readNumber(
  env: Record<string, string | undefined>,
  name: string,
  byDefault: number,
  min: number,
): number {
  const value = env[name] ? Number(env[name]) : byDefault
  if (Number.isFinite(value) && value >= min) return value
  throw new AppError('invalid', `${name} must be a number, at least ${min}; it is "${env[name]}".`)
}
