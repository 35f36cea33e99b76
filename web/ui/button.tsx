import { type JSX, splitProps } from 'solid-js'

export type ButtonLook = 'plain' | 'strong' | 'quiet' | 'bad'

export type ButtonProps = JSX.ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; size?: 'small' }

/** Its words are a verb. It submits a form only when `type="submit"` says so. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['look', 'size', 'class'])
  return (
    <button
      type="button"
      {...rest}
      class={own.class ? `button ${own.class}` : 'button'}
      data-look={own.look ?? 'plain'}
      data-size={own.size}
    />
  )
}
