import { createMemo } from 'solid-js'
import { encode } from 'uqr'
import { useScreenWords } from '../lib/i18n/screen.ts'

/** A QR code drawn as one path, dark on light in every theme: cameras need it so. */
export function QrCode(props: { text: string }) {
  const t = useScreenWords()
  const code = createMemo(() => encode(props.text, { ecc: 'M', border: 3 }))
  const path = () =>
    code()
      .data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('')
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${code().size} ${code().size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={t('qr', { address: props.text })}
    >
      <rect class="qr-back" width={code().size} height={code().size} />
      <path class="qr-dots" d={path()} />
    </svg>
  )
}
