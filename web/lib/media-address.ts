/** Our own address of a picture in one of the widths the server keeps. */
export function mediaAddress(src: string, width: 640 | 1280 | 1920): string {
  return `${src.split('?')[0]}?w=${width}`
}

/**
 * Width by height, for a box that is neither a thread nor a sliver, whatever the picture says of itself. What
 * is outside these bounds is shown in part; undefined when it says nothing that could be.
 */
export function pictureRatio(
  width: number | null,
  height: number | null,
  bounds: { least: number; most: number },
): number | undefined {
  if (!width || !height || width < 0 || height < 0) return undefined
  return Math.min(bounds.most, Math.max(bounds.least, width / height))
}
