// Strokes of SVG, as text.

export const pictureSize = { width: 1200, height: 900 }

export function wrapSvg(content: string, width = pictureSize.width, height = pictureSize.height): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  radius = 0,
  more = '',
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`
}

export function circle(x: number, y: number, radius: number, fill: string, more = ''): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" ${more}/>`
}

export function line(path: string, color: string, width: number): string {
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
}

export function room(wall: string): string {
  return rect(0, 0, 1200, 900, wall) + rect(0, 800, 1200, 100, '#c7ab86')
}

export function hill(y: number, fill: string, shift = 0): string {
  return `<path d="M-300 900V${y + 60}C${100 + shift} ${y - 120} ${420 + shift} ${y - 60} ${640 + shift} ${y + 10}S1150 ${y - 90} 1500 ${y + 40}V900Z" fill="${fill}"/>`
}
