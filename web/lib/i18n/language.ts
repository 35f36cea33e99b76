export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

export const languageNames: Record<Language, string> = { en: 'English', es: 'Español' }

/** `?lang` in the address, then what was chosen here before, then what the browser asks for, then English. */
export function chooseLanguage(from: {
  search: string
  saved: string | null
  preferred: readonly string[]
}): Language {
  const asked = findLanguage(new URLSearchParams(from.search).get('lang'))
  if (asked) return asked
  const saved = findLanguage(from.saved)
  if (saved) return saved
  for (const tag of from.preferred) {
    const language = findLanguage(tag)
    if (language) return language
  }
  return 'en'
}

function findLanguage(tag: string | null): Language | undefined {
  const primary = tag?.toLowerCase().split(/[-_]/)[0]
  return languages.find((language) => language === primary)
}
