/** Our own address of a picture in one of the widths the server keeps. */
export function mediaAddress(src: string, width: 640 | 1280 | 1920): string {
  return `${src.split('?')[0]}?w=${width}`
}
