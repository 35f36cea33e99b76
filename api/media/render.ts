import { AppError } from '@wall/db/model/error'
import { createLimit } from '../http/limit.ts'

const maxPixels = 50_000_000
const timeoutS = 10

/**
 * The readers of the formats that networks send, and no others: what an SVG, a PDF or a TIFF could do is
 * never tried.
 */
const readers = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif']

async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: readers.map((name) => `VipsForeignLoad${name}`) })
  return sharp
}

/**
 * Decodes foreign bytes and draws them anew as WebP of at most this width: nothing of the original gets
 * through. Throws `upstream`.
 */
export type RenderPicture = (bytes: Buffer, width: number) => Promise<Buffer>

/** One picture at a time: decoding is the most costly thing this process does, and the wall comes first. */
export function createRenderer(): RenderPicture {
  const runLimited = createLimit(1)
  let loading: ReturnType<typeof loadSharp> | undefined
  return (bytes, width) =>
    runLimited(async () => {
      loading ??= loadSharp()
      const sharp = await loading
      try {
        // `pages: 1`: the first frame only; metadata (EXIF, place) is dropped unless asked for.
        const picture = sharp(bytes, {
          limitInputPixels: maxPixels,
          pages: 1,
          failOn: 'error',
          sequentialRead: true,
        })
        return await picture
          .timeout({ seconds: timeoutS })
          .rotate()
          .resize({ width, withoutEnlargement: true })
          .webp({ quality: 82, effort: 3 })
          .toBuffer()
      } catch (cause) {
        throw new AppError('upstream', 'The picture could not be read.', { cause })
      }
    })
}
