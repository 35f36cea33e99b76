import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { createLimit } from '../http/limit.ts'

const deriveKey = promisify<'argon2id', Argon2Parameters, Buffer>(argon2)

/** OWASP ASVS 5.0 appendix C: argon2id with at least 46 MiB at one pass. */
const cost = { memoryKiB: 47_104, passes: 1, parallelism: 1 }
const tagLength = 32

export interface Passwords {
  /** In PHC string format, so that the cost may rise later without locking anybody out. */
  hash(password: string): Promise<string>
  verify(order: { hash: string; password: string }): Promise<boolean>
}

/** At most two hashes run at once: a flood of tries must not take the memory, and the wall with it. */
export function createPasswords(): Passwords {
  const runLimited = createLimit(2)
  return {
    async hash(password) {
      const salt = randomBytes(16)
      const tag = await runLimited(() => derive(password, salt, cost))
      const { memoryKiB, passes, parallelism } = cost
      return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`
    },
    async verify({ hash, password }) {
      const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash)
      if (!parts) return false
      const [, memoryKiB, passes, parallelism, salt = '', tag = ''] = parts
      const known = Buffer.from(tag, 'base64')
      const settings = {
        memoryKiB: Number(memoryKiB),
        passes: Number(passes),
        parallelism: Number(parallelism),
      }
      const found = await runLimited(() => derive(password, Buffer.from(salt, 'base64'), settings))
      return known.length === found.length && timingSafeEqual(known, found)
    },
  }
}

function derive(password: string, salt: Buffer, settings: typeof cost): Promise<Buffer> {
  const { memoryKiB, passes, parallelism } = settings
  const message = Buffer.from(password.normalize('NFKC'))
  return deriveKey('argon2id', { message, nonce: salt, parallelism, tagLength, memory: memoryKiB, passes })
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
