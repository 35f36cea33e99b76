import type { Messages } from '../messages.ts'

export const screen = {
  title: 'Screen',
  waitingTitle: 'Waiting for the first answer',
  join: 'Scan the code, or post with {tag}',
  noCode: 'No code to scan: other devices cannot open {address}. Set PUBLIC_URL to the address people use.',
  qr: 'QR code for {address}',
  offlineSince: 'Offline since {time}',
  connecting: 'Connecting',
  paused: 'Paused',
  pause: 'Pause',
  resume: 'Go on',
  next: 'Next',
  fullScreen: 'Full screen',
  keys: 'Space pauses, → shows the next one',
  justIn: 'Just in',
  page: '{page} of {pages}',
  video: 'Video',
  gif: 'GIF',
  takeawayOf: 'Takeaway {number} of {total}',
} as const satisfies Messages
