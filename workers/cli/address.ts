import { checkAddress } from '@wall/db/model/address'
import { answerLines } from './answer-lines.ts'
import { readOptions } from './read-options.ts'
import type { Verb } from './verb.ts'

export const address: Verb = {
  summary: 'says for each address on standard input whether our fetcher would go there',
  help: `
pnpm wall address < addresses.txt

Reads one address a line and answers each with a line of JSON:
  {"allowed":false,"why":"it is http, and only https is allowed"}

Lines end at a line feed and are judged as they are: a space or carriage return counts as part of the address, and an
empty line is an address that is not allowed. No network is asked: a name that resolves to a private address is
refused later, when it is resolved.`,
  async run(words, io) {
    readOptions(words, [])
    return answerLines(
      io,
      (line) => checkAddress(line),
      (why) => ({ allowed: false, why }),
    )
  },
}
