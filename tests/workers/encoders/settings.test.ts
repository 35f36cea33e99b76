import { resolve } from 'node:path'
import { loadConfig } from '@wall/workers/config'
import { readMindSettings } from '@wall/workers/encoders/settings'
import { expect, test } from 'vitest'

const read = (env: Record<string, string>) => {
  const answer = readMindSettings(env)
  return 'faults' in answer ? answer.faults : answer.settings
}

test('nothing need be set: neither an encoder nor a language model', () => {
  const expected = { encoder: { choice: null, threads: 1 }, judge: null, judgeKey: '' }
  expect(read({})).toEqual(expected)
  expect(read({ FILING_ENCODER: ' ', ENCODER_THREADS: '', FILING_JUDGE_KEY: ' ' })).toEqual(expected)
  expect(loadConfig({}).minds).toEqual(expected)
})

test.each([
  [{ FILING_ENCODER: 'off' }, { choice: null, threads: 1 }],
  [{ FILING_ENCODER: 'use-lite' }, { choice: { kind: 'use-lite' }, threads: 1 }],
  [
    { FILING_ENCODER: 'use-lite', ENCODER_THREADS: '0' },
    { choice: null, threads: 0 },
  ],
  [
    { FILING_ENCODER: 'use-lite', ENCODER_THREADS: '4' },
    { choice: { kind: 'use-lite' }, threads: 4 },
  ],
  [
    { FILING_ENCODER: './models/minilm' },
    { choice: { kind: 'folder', folder: resolve('models/minilm') }, threads: 1 },
  ],
])('%j', (env, encoder) => {
  expect(read(env as Record<string, string>)).toMatchObject({ encoder })
})

test('a language model', () => {
  const env = {
    FILING_JUDGE_URL: 'https://api.example.com/v1',
    FILING_JUDGE_MODEL: 'small',
    FILING_JUDGE_KEY: 'sk-1',
  }
  expect(read(env)).toMatchObject({
    judge: { url: 'https://api.example.com/v1', model: 'small', budget: 1_000 },
    judgeKey: 'sk-1',
  })
  expect(
    read({
      FILING_JUDGE_URL: 'http://127.0.0.1:11434/v1',
      FILING_JUDGE_MODEL: 'm',
      FILING_JUDGE_BUDGET: '0',
    }),
  ).toMatchObject({
    judge: { budget: 0 },
    judgeKey: '',
  })
})

test.each([
  [{ FILING_ENCODER: 'uselite' }, /FILING_ENCODER is “uselite”; use use-lite, off, or the path/],
  [{ ENCODER_THREADS: '5' }, /ENCODER_THREADS is not a whole number from 0 to 4/],
  [{ ENCODER_THREADS: 'many' }, /ENCODER_THREADS/],
  [{ ENCODER_THREADS: '1.5' }, /ENCODER_THREADS/],
  [{ FILING_JUDGE_URL: 'api.example.com', FILING_JUDGE_MODEL: 'm' }, /FILING_JUDGE_URL is not an http/],
  [{ FILING_JUDGE_URL: 'http://api.example.com', FILING_JUDGE_MODEL: 'm' }, /is not encrypted/],
  [
    { FILING_JUDGE_URL: 'https://me:pw@api.example.com', FILING_JUDGE_MODEL: 'm' },
    /holds a user or a password/,
  ],
  [{ FILING_JUDGE_URL: 'https://api.example.com' }, /FILING_JUDGE_MODEL is not; name the model/],
  [{ FILING_JUDGE_KEY: 'sk-1' }, /FILING_JUDGE_KEY is set but FILING_JUDGE_URL is not/],
  [{ FILING_JUDGE_MODEL: 'm' }, /FILING_JUDGE_MODEL is set but FILING_JUDGE_URL is not/],
  [
    { FILING_JUDGE_URL: 'https://a.example', FILING_JUDGE_MODEL: 'm', FILING_JUDGE_KEY: 'sk 1' },
    /FILING_JUDGE_KEY holds a space/,
  ],
  [
    { FILING_JUDGE_URL: 'https://a.example', FILING_JUDGE_MODEL: 'm', FILING_JUDGE_BUDGET: '-1' },
    /FILING_JUDGE_BUDGET is not/,
  ],
])('%j is a fault', (env, sentence) => {
  const faults = read(env as Record<string, string>)
  expect(faults).toEqual([expect.stringMatching(sentence)])
  expect(JSON.stringify(faults)).not.toMatch(/sk[- ]1|:pw/)
})

test('faults come with all others', () => {
  expect(() => loadConfig({ LOG_LEVEL: 'loud', FILING_ENCODER: 'big', ENCODER_THREADS: '-1' })).toThrow(
    /LOG_LEVEL[\s\S]*FILING_ENCODER[\s\S]*ENCODER_THREADS/,
  )
})
