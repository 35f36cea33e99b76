import { For } from 'solid-js'
import { useCommon } from '../lib/i18n/common.ts'
import { languageNames, languages } from '../lib/i18n/language.ts'
import { useLanguage } from '../lib/i18n/provider.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

/** Each language is named in itself. */
export function LanguageSwitch() {
  const t = useCommon()
  const choice = useLanguage()
  return (
    <fieldset class="shell-languages" aria-label={t('language')}>
      <For each={languages}>
        {(language) => (
          <button
            type="button"
            lang={language}
            title={languageNames[language]}
            aria-pressed={choice.language() === language}
            onClick={() => choice.choose(language)}
          >
            {language.toUpperCase()}
            <VisuallyHidden> {languageNames[language]}</VisuallyHidden>
          </button>
        )}
      </For>
    </fieldset>
  )
}
