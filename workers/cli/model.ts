import { AppError } from '@wall/db/model/error'
import { checkEncoder, type EncoderFigures, hearsMeaning } from '../encoders/check-encoder.ts'
import type { EncoderChoice } from '../encoders/encoder.ts'
import { inspectFolder } from '../encoders/inspect-folder.ts'
import { transformersPackage } from '../encoders/model-folder.ts'
import { createSentenceVectors } from '../encoders/sentence-vectors.ts'
import { encoderOff } from '../encoders/sentences.ts'
import { type MindSettings, readMindSettings } from '../encoders/settings.ts'
import { loadCliConfig } from './config.ts'
import { measureEncoder } from './measure-encoder.ts'
import type { Io, Verb } from './verb.ts'

const example = 'Xenova/paraphrase-multilingual-MiniLM-L12-v2'

const howToGetOne = `
On a machine with a network (git-lfs brings the weights):
  git lfs install
  git clone https://huggingface.co/${example} models/multilingual
  npm install --ignore-scripts --prefix models ${transformersPackage}
or, in place of the second: hf download ${example} --local-dir models/multilingual
Copy the folder models, whole, to the machine of the wall (of the same kind: the package holds programs). Then:
  npx --yes pnpm@12 wall model models/multilingual
and put FILING_ENCODER=./models/multilingual into .env.
`.trim()

/** Measures an encoder at filing itself; a line for each figure. */
export type Measure = typeof measureEncoder

export const model: Verb = makeModelVerb()

/** `measure` is asked last, with an encoder that works, when somebody wants to know. */
export function makeModelVerb(measure: Measure = measureEncoder): Verb {
  return {
    summary: 'says which sentence encoder files posts, tries it, and how to get a better one',
    help: `
pnpm wall model [FOLDER] [--measure]

Loads the encoder that FILING_ENCODER names, in this process, and tries it: two sentences alike, one unlike, speed and
memory. With a folder it tries the sentence model in there, and names what is missing. Exit code 0 when it can be used
(or is off), 1 when it can't. It needs no running wall and no network, and fetches nothing.

  --measure   files the shipped seeds with and without it, too: some minutes the first time

${howToGetOne}`,
    async run(words, io) {
      const isMeasured = words.includes('--measure')
      const folder = readFolder(words.filter((word) => word !== '--measure'))
      const settings = readSettings(io)
      const choice: EncoderChoice | null =
        folder === null ? settings.encoder.choice : { kind: 'folder', folder }
      const tell = (label: string, text: string) => io.stdout.write(`${label.padEnd(15)} ${text}\n`)

      tell('encoder', nameChoice(choice))
      if (folder === null) tell('language model', nameJudge(settings))
      if (choice === null) {
        tell('state', `off. ${encoderOff}`)
        return 0
      }
      if (choice.kind === 'folder') {
        const { faults } = await inspectFolder(choice.folder)
        for (const fault of faults) tell('fault', fault)
        if (faults.length > 0) return giveUp(io)
      }
      const { dataDir } = loadCliConfig(io.env)
      const open = () => createSentenceVectors({ choice, threads: 1, dataDir, log: silent })
      const [vectors, figures] = await checkEncoder(open, Date.now)
      try {
        const { state, problem } = figures.status
        tell(
          'state',
          state === 'ready'
            ? `ready after ${(figures.loadMs / 1_000).toFixed(1)} s`
            : `${state}. ${problem ?? ''}`,
        )
        if (state !== 'ready') return choice.kind === 'folder' ? giveUp(io) : 1
        tellFigures(figures, tell)
        const onProgress = (done: number, of: number) => io.stderr.write(`${done} of ${of} seeds\n`)
        const lines = isMeasured ? await measure(vectors, onProgress) : []
        for (const line of lines) tell('filing', line)
        return hearsMeaning(figures) ? 0 : 1
      } finally {
        await vectors.close()
      }
    },
  }
}

const silent = { info: () => {}, warn: () => {} }

function readFolder(words: readonly string[]): string | null {
  const [folder, ...more] = words
  if (folder === undefined) return null
  if (folder.startsWith('-') || more.length > 0)
    throw new AppError(
      'invalid',
      `These words make no sense here: ${words.join(' ').slice(0, 200)}. It takes one folder, or nothing.`,
    )
  return folder
}

function readSettings(io: Io): MindSettings {
  const read = readMindSettings(io.env)
  if ('faults' in read)
    throw new AppError(
      'invalid',
      `The settings can’t be used:\n${read.faults.map((fault) => `- ${fault}`).join('\n')}`,
    )
  return read.settings
}

function nameChoice(choice: EncoderChoice | null): string {
  if (choice === null) return 'none'
  return choice.kind === 'folder'
    ? `the model in ${choice.folder}`
    : 'use-lite: the built-in one, for English'
}

function nameJudge({ judge }: MindSettings): string {
  if (!judge) return 'none'
  return `${judge.model} at ${new URL(judge.url).host}, up to ${judge.budget} requests a month (not tried here)`
}

function tellFigures(figures: EncoderFigures, tell: (label: string, text: string) => void): void {
  const { status, alike, unlike, postsPerSecond, memoryMb } = figures
  tell('name', `${status.id}, ${status.dim} numbers a text`)
  const words = hearsMeaning(figures)
    ? 'it hears the difference'
    : 'it does not hear the difference: this is no sentence model for English'
  tell('meaning', `alike ${alike.toFixed(2)}, unlike ${unlike.toFixed(2)}: ${words}`)
  tell('speed', `${Math.round(postsPerSecond)} posts a second with one thread`)
  tell('memory', `${Math.round(memoryMb)} MB for it`)
}

function giveUp(io: Io): number {
  io.stdout.write(`\n${howToGetOne}\n`)
  return 1
}
