import { AppError } from '@wall/db/model/error'
import { invitationValidMs, makeInvitationToken } from '@wall/db/model/invitation-token'
import type { Role } from '@wall/db/store/store'
import { openCliStore } from './open-cli-store.ts'
import { readOptions } from './read-options.ts'
import type { Verb } from './verb.ts'

const roles: readonly Role[] = ['admin', 'moderator']

export const invite: Verb = {
  summary:
    'makes a link with which somebody creates an account, for when the first link or a password is lost',
  help: `
pnpm wall invite --role admin|moderator [--data-dir FOLDER]

Prints a link that works once, for a day. Whoever opens it chooses a name, an e-mail address and a password. It may be
made while the wall runs. The link begins with PUBLIC_URL, or with http://localhost:PORT when that is not set.

  --role ROLE         admin may also invite others; moderator decides on posts
  --data-dir FOLDER   the wall's data folder, in place of DATABASE_URL, DATA_DIR or ./data`,
  async run(words, io) {
    const options = readOptions(words, ['role', 'data-dir'])
    const role = roles.find((known) => known === options.role)
    if (!role) throw new AppError('invalid', 'Say for whom the link is: --role admin or --role moderator.')
    const { store, publicUrl } = await openCliStore(options['data-dir'], io.env)
    try {
      const { token, tokenHash } = makeInvitationToken()
      const expiresAt = Date.now() + invitationValidMs
      await store.createInvitation({ tokenHash, role, expiresAt, isFirstAdmin: false })
      io.stdout.write(`${publicUrl}/setup#${token}\n`)
    } finally {
      await store.close()
    }
    return 0
  },
}
