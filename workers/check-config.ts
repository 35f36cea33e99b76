// Says what is wrong with the workers' settings, as the program that starts them wants to know before it
// does: a sentence a line.
import { AppError } from '@wall/db/model/error'
import { loadConfig } from './config.ts'

try {
  loadConfig(process.env)
} catch (error) {
  if (!(error instanceof AppError)) throw error
  const sentences = error.message.split('\n').filter((line) => line.startsWith('- '))
  process.stdout.write(`${sentences.map((line) => line.slice(2)).join('\n')}\n`)
}
