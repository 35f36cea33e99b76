import { createSignal, splitProps } from 'solid-js'
import { Field, type FieldProps } from '../ui/field.tsx'
import { useSessionMessages } from './messages.ts'

/**
 * A password that can be looked at while it is written. Pasting and password managers work as in any field.
 */
export function PasswordField(props: Omit<FieldProps, 'type' | 'class'>) {
  const t = useSessionMessages()
  const [own, rest] = splitProps(props, ['label'])
  const [isShown, setShown] = createSignal(false)
  return (
    <div class="password">
      <Field
        {...rest}
        label={own.label}
        type={isShown() ? 'text' : 'password'}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
      />
      <label class="password-show">
        <input
          type="checkbox"
          checked={isShown()}
          onChange={(event) => setShown(event.currentTarget.checked)}
        />
        {t('passwordShow')}
      </label>
    </div>
  )
}
