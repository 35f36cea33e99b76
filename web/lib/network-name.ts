import { useLanguage } from './i18n/provider.tsx'
import { useServices } from './services.tsx'

/** How people write a network's name; an unknown one is told as it stands in its posts. */
export function useNetworkName(): (kind: string) => string {
  const { networks } = useServices()
  const { language } = useLanguage()
  return (kind) => networks().find((network) => network.kind === kind)?.name[language()] ?? kind
}
