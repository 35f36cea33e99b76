import { type JSX, splitProps } from 'solid-js'
import type { ButtonLook } from './button.tsx'

export type ButtonLinkProps = JSX.AnchorHTMLAttributes<HTMLAnchorElement> & {
  look?: ButtonLook
  size?: 'small'
}

/** A link that looks like a button: it leads somewhere, it does nothing here. */
export function ButtonLink(props: ButtonLinkProps) {
  const [own, rest] = splitProps(props, ['look', 'size', 'class'])
  return (
    <a
      {...rest}
      class={own.class ? `button ${own.class}` : 'button'}
      data-look={own.look ?? 'plain'}
      data-size={own.size}
    />
  )
}
