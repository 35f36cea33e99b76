import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { readAuthorDid, readAvatarCid, readSceneCid } from './addresses.ts'
import { wrapSvg } from './drawing.ts'
import { sampleAuthors } from './sample-data.ts'
import { scenes } from './scenes.ts'

export type FindPicture = (kind: string, did: string, cid: string) => Promise<Buffer | undefined>

/**
 * Draws the demo's pictures when they are first asked for; there are few, so all that were drawn are kept.
 */
export function createPictures(): FindPicture {
  const drawings = new Map<string, () => string>()
  for (const [name, draw] of Object.entries(scenes)) drawings.set(readSceneCid(name), () => wrapSvg(draw()))
  for (const { id } of sampleAuthors) drawings.set(readAvatarCid(id), () => drawAvatar(readAuthorDid(id)))
  const drawn = new Map<string, Promise<Buffer>>()
  return async (_kind, _did, cid) => {
    const draw = drawings.get(cid)
    if (!draw) return undefined
    const picture = drawn.get(cid) ?? sharp(Buffer.from(draw())).jpeg({ quality: 84 }).toBuffer()
    drawn.set(cid, picture)
    return picture
  }
}

const avatarSize = 400

/** A few large shapes in two related hues: each account its own, recognisable at 40 pixels. */
function drawAvatar(seed: string): string {
  const bytes = createHash('sha256').update(seed).digest()
  const byte = (index: number) => bytes[index] ?? 0
  const hue = byte(0) * 1.41
  const back = `hsl(${hue} 42% 86%)`
  const front = `hsl(${(hue + 20 + byte(1) / 3) % 360} 48% 44%)`
  const accent = `hsl(${(hue + 150 + byte(2) / 2) % 360} 55% 58%)`
  const shapes = [
    `<circle cx="200" cy="${190 + (byte(3) % 40)}" r="${95 + (byte(4) % 50)}" fill="${front}"/><circle cx="${130 + (byte(5) % 140)}" cy="120" r="${40 + (byte(6) % 30)}" fill="${accent}"/>`,
    `<path d="M0 400 200 ${60 + (byte(3) % 90)} 400 400Z" fill="${front}"/><circle cx="${90 + (byte(4) % 220)}" cy="100" r="48" fill="${accent}"/>`,
    `<path d="M0 ${180 + (byte(3) % 60)}C100 ${100 + (byte(4) % 60)} 260 ${260 + (byte(5) % 60)} 400 170V400H0Z" fill="${front}"/><path d="M0 300C140 240 260 360 400 280V400H0Z" fill="${accent}"/>`,
    `<rect x="80" y="80" width="150" height="240" rx="75" fill="${front}"/><rect x="${190 + (byte(3) % 30)}" y="150" width="130" height="170" rx="65" fill="${accent}"/>`,
    `<path d="M200 70 330 200 200 330 70 200Z" fill="${front}"/><circle cx="200" cy="200" r="${38 + (byte(3) % 26)}" fill="${accent}"/>`,
    `<g transform="rotate(${byte(3)} 200 200)"><path d="M200 200V50a150 150 0 0 1 150 150Z" fill="${front}"/><path d="M200 200v150A150 150 0 0 1 50 200Z" fill="${front}"/><circle cx="125" cy="125" r="52" fill="${accent}"/><circle cx="275" cy="275" r="52" fill="${accent}"/></g>`,
  ]
  const background = `<rect width="${avatarSize}" height="${avatarSize}" fill="${back}"/>`
  return wrapSvg(background + (shapes[byte(7) % shapes.length] ?? ''), avatarSize, avatarSize)
}
