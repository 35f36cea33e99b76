import { resolve } from 'node:path'
import { z } from 'zod'
import { isLoopback } from '../loopback.ts'
import type { EncoderChoice } from './encoder.ts'

export interface EncoderSettings {
  /** Null: off. */
  choice: EncoderChoice | null
  threads: number
}

export interface JudgeSettings {
  url: string
  model: string
  /** Requests a month. */
  budget: number
}

export interface MindSettings {
  encoder: EncoderSettings
  /** Null: no language model is asked. */
  judge: JudgeSettings | null
  /** Apart, so that it is handed on to nobody who needs only the settings. Empty: none. */
  judgeKey: string
}

/** Reads which encoder and which language model filing may use. */
export function readMindSettings(
  env: Readonly<Record<string, string | undefined>>,
): { settings: MindSettings } | { faults: string[] } {
  const read = (name: string) => env[name]?.trim() || undefined
  const given = {
    encoder: read('FILING_ENCODER'),
    threads: read('ENCODER_THREADS'),
    url: read('FILING_JUDGE_URL'),
    model: read('FILING_JUDGE_MODEL'),
    key: read('FILING_JUDGE_KEY'),
    budget: read('FILING_JUDGE_BUDGET'),
  }
  const parsed = Given.safeParse(given)
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)
  for (const [name, value] of [
    ['FILING_JUDGE_MODEL', given.model],
    ['FILING_JUDGE_KEY', given.key],
    ['FILING_JUDGE_BUDGET', given.budget],
  ]) {
    if (value !== undefined && given.url === undefined)
      faults.push(`${name} is set but FILING_JUDGE_URL is not; without it no language model is asked`)
  }
  if (given.url !== undefined && given.model === undefined)
    faults.push('FILING_JUDGE_URL is set but FILING_JUDGE_MODEL is not; name the model to ask')
  if (!parsed.success || faults.length > 0) return { faults }

  const { encoder, threads, url, model, key, budget } = parsed.data
  return {
    settings: {
      encoder: { choice: threads === 0 ? null : readChoice(encoder), threads },
      judge: url === undefined || model === undefined ? null : { url, model, budget },
      judgeKey: key,
    },
  }
}

/** Only a value with a slash, a backslash or a dot at its beginning is a folder: a misspelt word is none. */
function readChoice(word: string): EncoderChoice | null {
  if (word === 'off') return null
  return word === 'use-lite' ? { kind: 'use-lite' } : { kind: 'folder', folder: resolve(word) }
}

const Given = z.object({
  encoder: z
    .string()
    .regex(/^(?:off|use-lite|.*[\\/].*|\..*)$/s, {
      error: ({ input }) =>
        `FILING_ENCODER is “${input}”; use use-lite, off, or the path of a folder with a sentence model, such as ./models/minilm`,
    })
    .default('off'),
  threads: z.coerce
    .number(threadsFault())
    .pipe(z.int(threadsFault()).min(0, threadsFault()).max(4, threadsFault()))
    .default(1),
  url: z
    .url({
      protocol: /^https?$/,
      error: 'FILING_JUDGE_URL is not an http(s) address, such as https://api.example.com/v1',
    })
    .refine(isSafe, 'FILING_JUDGE_URL is not encrypted; use https:// (http:// is for this machine only)')
    .refine(
      (url) => !hasPassword(url),
      'FILING_JUDGE_URL holds a user or a password; put the key into FILING_JUDGE_KEY',
    )
    .optional(),
  model: z.string().max(200, 'FILING_JUDGE_MODEL is longer than 200 characters').optional(),
  // A header can't hold more than that.
  key: z
    .string()
    .regex(/^[\x21-\x7e]*$/, 'FILING_JUDGE_KEY holds a space or a letter that no key has')
    .default(''),
  budget: z.coerce
    .number(budgetFault())
    .pipe(z.int(budgetFault()).min(0, budgetFault()).max(1_000_000, budgetFault()))
    .default(1_000),
})

function threadsFault(): string {
  return 'ENCODER_THREADS is not a whole number from 0 to 4'
}

function budgetFault(): string {
  return 'FILING_JUDGE_BUDGET is not a whole number from 0 to 1000000: requests a month'
}

function isSafe(address: string): boolean {
  const url = URL.parse(address)
  return !url || url.protocol === 'https:' || isLoopback(url.hostname)
}

function hasPassword(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && (url.username !== '' || url.password !== '')
}
