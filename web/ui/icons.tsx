import { type JSX, splitProps } from 'solid-js'

/**
 * Our own small drawings on a 24 grid, in the colour of the words beside them. Always decoration: the word
 * says it.
 */
const paths = {
  time: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3.2 2',
  money:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm2.8 6.1c-.5-.9-1.5-1.4-2.8-1.4-1.6 0-2.8.8-2.8 2.1 0 3 5.7 1.3 5.7 4.3 0 1.3-1.2 2.2-2.9 2.2-1.4 0-2.5-.6-3-1.6M12 6v12',
  energy: 'M13 3 5.5 13.5H11L10 21l8-11h-5.5L13 3Z',
  alert: 'M12 8v5m0 3.2v.1M12 3.5 2.8 19.5h18.4L12 3.5Z',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5.5m0-8.7v.1',
  done: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4 9.3 2.8 2.7L16 9.5',
  offline:
    'M4 4l16 16M8.5 14.5a5 5 0 0 1 5.8-.9M5.3 11.3a9.5 9.5 0 0 1 4.2-2.4m4.2-.1a9.5 9.5 0 0 1 5 2.5M12 18.5v.1',
  close: 'M6 6l12 12M18 6 6 18',
  outside: 'M9 6H6v12h12v-3M13 5h6v6m0-6-8 8',
  quote: 'M5 18V9a4 4 0 0 1 4-4m5 13V9a4 4 0 0 1 4-4M5 12h4v6H5m9-6h4v6h-4',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  play: 'M8 5.5v13l11-6.5-11-6.5Z',
  up: 'M12 19V5m-6 6 6-6 6 6',
  down: 'M12 5v14m6-6-6 6-6-6',
  left: 'M14.5 6 8.5 12l6 6',
  right: 'M9.5 6l6 6-6 6',
  undo: 'M9 6 4.5 10.5 9 15m-4.5-4.5H14a5 5 0 0 1 0 10h-3',
  check: 'M5 12.5 10 17.5 19.5 7',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
} as const

export type IconName = keyof typeof paths

export function Icon(props: { name: IconName } & JSX.SvgSVGAttributes<SVGSVGElement>) {
  const [own, rest] = splitProps(props, ['name'])
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={paths[own.name]} />
    </svg>
  )
}
