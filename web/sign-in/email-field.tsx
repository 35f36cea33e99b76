import { Field, type FieldProps } from '../ui/field.tsx'
import { useSessionMessages } from './messages.ts'

/** The address that one signs in with, as password managers know it. */
export function EmailField(props: Pick<FieldProps, 'value' | 'onInput' | 'fault'>) {
  const t = useSessionMessages()
  return (
    <Field
      label={t('email')}
      name="email"
      type="email"
      inputmode="email"
      autocomplete="username"
      autocapitalize="none"
      maxlength="254"
      required
      {...props}
    />
  )
}
