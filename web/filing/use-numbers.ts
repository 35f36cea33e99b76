import { useLanguage } from '../lib/i18n/provider.tsx'

/** Shares and figures as the reader's language writes them. */
export function useNumbers() {
  const { language } = useLanguage()
  const write = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language(), options).format(value)
  return {
    percent: (share: number) => write(share, { style: 'percent' }),
    /** "+3": points between two shares, never "-0". */
    points: (share: number) => write(Math.round(share * 100) + 0, { signDisplay: 'exceptZero' }),
    decimal: (value: number) => write(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    count: (value: number) => write(value, {}),
  }
}
