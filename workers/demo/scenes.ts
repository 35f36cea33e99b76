// The posts' pictures, drawn: no photograph of anybody, and no letters, since a bare machine has no fonts.
import { circle, hill, line, rect, room } from './drawing.ts'

const paper = '#fbf6ec'
const colors = ['#c8553d', '#e09f3e', '#588157', '#2a7f86', '#3d6cb9', '#8e5572']

export const scenes: Record<string, () => string> = {
  'bar-chart': () =>
    room('#e6ddd0') +
    rect(150, 110, 900, 620, '#fdfdfb', 14, 'stroke="#b9b2a6" stroke-width="16"') +
    line('M250 630H960M250 630V200', '#4a4f57', 7) +
    [150, 220, 300, 390]
      .map((height, index) =>
        rect(
          300 + index * 155,
          630 - height,
          95,
          height,
          '#3d6cb9',
          6,
          index === 3 ? 'fill-opacity=".25" stroke="#3d6cb9" stroke-width="6" stroke-dasharray="18 12"' : '',
        ),
      )
      .join('') +
    line('M905 205c5-50 80-45 75 5-3 32-38 35-38 72M941 318v3', '#c8553d', 15) +
    rect(420, 745, 360, 22, '#a79c8c', 8),
  bookshelf: () =>
    room('#efe3d0') +
    rect(130, 90, 940, 730, '#a9764a', 16) +
    [0, 1, 2].map((shelf) => rect(165, 125 + shelf * 228, 870, 200, '#8a5c37') + books(shelf)).join('') +
    circle(955, 285, 36, '#2a7f86') +
    line('M955 249v72M919 285h72', '#fbf6ec', 4) +
    rect(935, 318, 40, 8, '#4a4f57') +
    rect(880, 720, 70, 60, '#c8553d', 8) +
    line('M915 720c-40-70-60-50-70-90M915 720c0-80 10-90 0-120M915 720c40-60 60-60 80-80', '#588157', 14),
  garden: () =>
    rect(0, 0, 1200, 520, '#cfe6ee') +
    circle(980, 150, 85, '#f2c14e') +
    hill(420, '#a3c585') +
    rect(0, 470, 1200, 430, '#c9b08a') +
    [
      [70, 470],
      [660, 470],
      [70, 690],
      [660, 690],
    ]
      .map(([x = 0, y = 0]) => bed(x, y))
      .join('') +
    rect(568, 610, 74, 70, '#2a7f86', 10) +
    line('M642 640l40-34M570 625c-45 0-45 45 0 45', '#2a7f86', 12),
  'fraction-strips': () =>
    rect(0, 0, 1200, 900, '#d9b98a') +
    line('M0 150H1200M0 450H1200M0 750H1200', '#cfae7c', 10) +
    [1, 2, 3, 6].map((parts, row) => strips(parts, 130 + row * 170, colors[row] ?? paper)).join(''),
  'sticky-notes': () =>
    room('#dfe5e3') +
    rect(170, 80, 860, 700, '#ffffff', 10, 'stroke="#c3c9c7" stroke-width="8"') +
    Array.from({ length: 12 }, (_, index) =>
      note(230 + (index % 4) * 200, 140 + Math.floor(index / 4) * 215, index),
    ).join(''),
  'river-map': () =>
    rect(0, 0, 1200, 900, '#f3ead3') +
    field(60, 60, '#dfe3b4') +
    field(720, 90, '#e8d6a4') +
    field(90, 560, '#cfdcae') +
    field(760, 560, '#dfe3b4') +
    line('M-20 250C260 120 330 430 560 400S800 640 960 610s180 150 280 130', '#6fb1c9', 62) +
    line('M-20 250C260 120 330 430 560 400S800 640 960 610s180 150 280 130', '#8cc6da', 34) +
    line('M600 300l90 210', '#7a5230', 26) +
    [
      [90, 222],
      [215, 228],
      [340, 310],
      [470, 394],
      [760, 520],
      [880, 610],
      [1060, 650],
    ]
      .map(([x = 0, y = 0], index) =>
        circle(x, y, 27, index > 3 ? '#c8553d' : '#fbf6ec', 'stroke="#4a4f57" stroke-width="6"'),
      )
      .join(''),
  'circle-of-chairs': () =>
    rect(0, 0, 1200, 900, '#e2c79f') +
    Array.from({ length: 10 }, (_, index) => line(`M0 ${index * 95}H1200`, '#d8ba8d', 6)).join('') +
    Array.from({ length: 11 }, (_, index) => chair(index)).join('') +
    circle(600, 450, 105, '#b98a5a') +
    circle(600, 450, 52, '#f3ead3') +
    rect(570, 415, 60, 62, '#2a7f86', 22) +
    line('M630 440c40 0 40 34 0 34', '#2a7f86', 10),
  bridge: () =>
    room('#d8e1e4') +
    rect(0, 560, 330, 340, '#b98a5a') +
    rect(870, 560, 330, 340, '#b98a5a') +
    line('M270 555H930M330 390H870', '#e8c88f', 26) +
    line(
      'M270 555L330 390 400 555 470 390 540 555 610 390 680 555 750 390 820 555 870 390 930 555',
      '#dcb678',
      20,
    ) +
    rect(530, 165, 150, 220, '#fdfdfb', 30, 'stroke="#b7c3c8" stroke-width="6"') +
    rect(570, 128, 66, 44, '#3d6cb9', 8) +
    rect(530, 250, 150, 70, '#8cc6da') +
    line('M680 210c55 5 55 95 0 100', '#dfe6e8', 18),
  mural: () =>
    rect(0, 0, 1200, 900, '#f6d7a7') +
    circle(760, 280, 150, '#e8743b') +
    hill(470, '#e09f3e') +
    hill(560, '#2a7f86', 240) +
    hill(650, '#8e5572', -160) +
    hill(740, '#588157', 120) +
    line('M1010 880L1060 240M1120 880L1130 240', '#7a5230', 16) +
    [330, 450, 570, 690, 810]
      .map((y) => line(`M${1060 - (y - 240) * 0.08} ${y}H1126`, '#7a5230', 12))
      .join(''),
  schedule: () =>
    rect(0, 0, 1200, 900, '#8f6a45') +
    rect(50, 50, 1100, 800, '#d2a873', 12) +
    Array.from({ length: 5 }, (_, day) =>
      Array.from({ length: 4 }, (_, row) => card(105 + day * 205, 110 + row * 180, day, row)).join(''),
    ).join(''),
}

function books(shelf: number): string {
  const spines = Array.from({ length: 15 }, (_, index) => {
    const height = 128 + ((index * 37 + shelf * 53) % 56)
    const isGone = (shelf === 1 && index === 7) || (shelf === 0 && index > 11) || (shelf === 2 && index > 11)
    return isGone
      ? ''
      : rect(
          185 + index * 55,
          325 + shelf * 228 - height,
          46,
          height,
          colors[(index * 5 + shelf * 2) % 6] ?? paper,
          4,
        )
  })
  return spines.join('')
}

function bed(x: number, y: number): string {
  const plants = Array.from({ length: 7 }, (_, index) => {
    const [px, py] = [x + 55 + index * 62, y + 70]
    return line(
      `M${px} ${py + 30}v-50M${px} ${py}c-26-6-26-30-26-30M${px} ${py - 6}c26-6 26-34 26-34`,
      '#4e7a4d',
      10,
    )
  })
  return rect(x, y, 480, 160, '#8a5c37', 10) + rect(x + 18, y + 18, 444, 124, '#5b4030', 6) + plants.join('')
}

function strips(parts: number, y: number, color: string): string {
  const width = 960 / parts
  return Array.from({ length: parts }, (_, index) =>
    rect(120 + index * width + 3, y, width - 6, 130, color, 6, 'stroke="#fbf6ec" stroke-width="6"'),
  ).join('')
}

function note(x: number, y: number, index: number): string {
  const turn = ((index * 7) % 9) - 4
  const fill = ['#f7e08a', '#bfe3c8', '#f6c3b4', '#bcd9f2'][(index * 3) % 4] ?? paper
  const scribble = line(
    `M${x + 28} ${y + 50}h95M${x + 28} ${y + 85}h${60 + ((index * 23) % 40)}M${x + 28} ${y + 120}h70`,
    '#6b6f76',
    6,
  )
  return `<g transform="rotate(${turn} ${x + 80} ${y + 80})">${rect(x, y, 160, 165, fill, 4)}${scribble}</g>`
}

function field(x: number, y: number, fill: string): string {
  const furrows = [40, 85, 130, 175]
    .map((offset) => line(`M${x + 20} ${y + offset}h320`, '#c5c58d', 5))
    .join('')
  return rect(x, y, 360, 220, fill, 30) + furrows
}

function chair(index: number): string {
  const angle = (index / 11) * Math.PI * 2
  const [x, y] = [600 + Math.cos(angle) * 430, 450 + Math.sin(angle) * 320]
  const turn = (angle * 180) / Math.PI
  const fill = colors[index % 6] ?? paper
  return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn.toFixed(1)})">${rect(-52, -52, 96, 104, fill, 18)}${rect(32, -58, 24, 116, '#4a4f57', 10)}</g>`
}

function card(x: number, y: number, day: number, row: number): string {
  const fill =
    row === 0 ? '#f2c14e' : (['#fbf6ec', '#cfe0ee', '#d7e6cf', '#f1d3c8'][(day + row * 2) % 4] ?? paper)
  const star = 'l9 22 24 2-18 16 6 24-21-13-21 13 6-24-18-16 24-2z'
  const mark =
    row === 0
      ? `<path d="M${x + 82} ${y + 30}${star}" fill="#c8553d"/>`
      : line(`M${x + 24} ${y + 50}h110M${x + 24} ${y + 85}h70`, '#8a8f96', 7)
  return rect(x, y, 165, 140, fill, 8) + circle(x + 82, y + 10, 9, '#c8553d') + mark
}
