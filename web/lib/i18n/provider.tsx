import { type Accessor, createContext, createEffect, createSignal, type JSX, useContext } from 'solid-js'
import type { KeptValues } from '../kept-values.ts'
import type { Language } from './language.ts'
import { type Catalogue, formatMessage, type Messages, type Translate } from './messages.ts'

export type LanguageChoice = { language: Accessor<Language>; choose: (language: Language) => void }

const LanguageContext = createContext<LanguageChoice>()

export function LanguageProvider(props: { first: Language; kept: KeptValues; children: JSX.Element }) {
  // The first choice was made before the page was drawn; later ones come only through `choose`.
  const [language, setLanguage] = createSignal(props.first)
  createEffect(() => {
    document.documentElement.lang = language()
  })
  const choose = (next: Language) => {
    setLanguage(next)
    props.kept.write('language', next)
  }
  return <LanguageContext.Provider value={{ language, choose }}>{props.children}</LanguageContext.Provider>
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext)
  if (!choice) throw new Error('Expected useLanguage to be used under <LanguageProvider>')
  return choice
}

/**
 * The sentences of one area: `const t = useMessages({ en, es })`, then `t('key')` or `t('key', { count: 3
 * })`. A plural key takes `count`. It follows the language while the page is open.
 */
export function useMessages<M extends Messages>(catalogue: Catalogue<M>): Translate<M> {
  const { language } = useLanguage()
  return (key, values) => {
    const message = catalogue[language()][key]
    return formatMessage(language(), message, values)
  }
}
