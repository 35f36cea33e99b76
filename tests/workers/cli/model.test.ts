import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { makeModelVerb } from '@wall/workers/cli/model'
import { runCli } from '@wall/workers/cli/run-cli'
import type { Io } from '@wall/workers/cli/verb'
import { expect, test, vi } from 'vitest'
import { makeFolder } from '../encoders/stand-in.ts'

// Real weights are loaded and timed.
vi.setConfig({ testTimeout: 30_000 })

function openIo(env: Record<string, string> = {}) {
  const written: string[] = []
  const stream = () =>
    new Writable({
      write(chunk, _, done) {
        written.push(String(chunk))
        done()
      },
    })
  const io: Io = { stdin: Readable.from([]), stdout: stream(), stderr: stream(), env }
  return { io, text: () => written.join('') }
}

async function run(words: string[], env: Record<string, string> = {}) {
  const { io, text } = openIo(env)
  const code = await runCli(['model', ...words], io)
  return { code, text: text() }
}

test('the built-in encoder is tried', async () => {
  const { code, text } = await run([], { FILING_ENCODER: 'use-lite' })
  expect(text).toMatch(/^encoder +use-lite/m)
  expect(text).toMatch(/^language model +none$/m)
  expect(text).toMatch(/^state +ready after [\d.]+ s$/m)
  expect(text).toMatch(/^name +use-lite-0.2.0, 512 numbers/m)
  expect(text).toMatch(/^meaning +alike 0\.\d\d, unlike 0\.\d\d: it hears the difference$/m)
  expect(text).toMatch(/^speed +[1-9]\d* posts a second/m)
  expect(text).toMatch(/^memory +\d+ MB/m)
  expect(code).toBe(0)
})

test('what it is worth at filing stands last', async () => {
  const { io, text } = openIo({ FILING_ENCODER: 'use-lite' })
  const verb = makeModelVerb(async (vectors) => [
    `top-1 of ${(await vectors.embed(['a', 'b'])).filter(Boolean).length}`,
  ])
  expect(await verb.run(['--measure'], io)).toBe(0)
  expect(text()).toMatch(/\nfiling +top-1 of 2\n$/)
})

test('off is said', async () => {
  for (const env of [{}, { FILING_ENCODER: 'use-lite', ENCODER_THREADS: '0' }]) {
    const { code, text } = await run([], env)
    expect(text).toMatch(/^state +off\. The sentence encoder is turned off/m)
    expect(code).toBe(0)
  }
})

test('a language model is named without its key', async () => {
  const env = {
    FILING_ENCODER: 'off',
    FILING_JUDGE_URL: 'https://api.example.com/v1',
    FILING_JUDGE_MODEL: 'small',
    FILING_JUDGE_KEY: 'sk-secret',
  }
  const { text } = await run([], env)
  expect(text).toMatch(/^language model +small at api.example.com, up to 1000 requests a month/m)
  expect(text).not.toContain('sk-secret')
})

test('a folder where things are missing: their names, and how to get one', async () => {
  const folder = makeFolder()
  mkdirSync(join(folder, 'onnx'))
  writeFileSync(join(folder, 'config.json'), '{}')
  writeFileSync(join(folder, 'onnx/model.onnx'), 'version https://git-lfs.github.com/spec/v1\n')
  const { code, text } = await run([folder])
  expect(text).toMatch(/^fault +tokenizer.json is missing\.$/m)
  expect(text).toMatch(/^fault +onnx\/model.onnx is only a pointer of Git LFS/m)
  expect(text).toMatch(/git clone https:\/\/huggingface.co\//)
  expect(text).toMatch(/npm install .*@huggingface\/transformers@/)
  expect(code).toBe(1)
})

test('a folder without the package: how to install it', async () => {
  const folder = makeFolder()
  mkdirSync(join(folder, 'onnx'))
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    writeFileSync(join(folder, name), '{}')
  writeFileSync(join(folder, 'onnx/model.onnx'), 'weights')
  const { code, text } = await run([folder])
  expect(text).toMatch(/^state +failed\. The package that runs the model is not installed/m)
  expect(code).toBe(1)
})

test.each([
  [['--fast'], {}, /make no sense here/],
  [['a', 'b'], {}, /make no sense here/],
  [[], { FILING_ENCODER: 'big' }, /FILING_ENCODER is “big”/],
])('%j with %j makes no sense', async (words, env, sentence) => {
  const { code, text } = await run(words, env as Record<string, string>)
  expect(code).toBe(2)
  expect(text).toMatch(sentence)
})
