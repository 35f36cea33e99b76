import type { CampaignView, NetworkView } from '@wall/api/wire/campaign'
import { type Accessor, createContext, createSignal, type JSX, useContext } from 'solid-js'
import type { Http } from '../api/client.ts'
import type { KeptValues } from './kept-values.ts'

export type Services = {
  http: Http
  kept: KeptValues
  /** Of the campaign this browser saw last: what the menu is headed with. Undefined before the first. */
  campaignName: Accessor<string | undefined>
  /** Tells all parts of the page which campaign it is of. */
  nameCampaign: (campaign: Pick<CampaignView, 'name' | 'takeaways' | 'networks'>) => void
  /** What people call a takeaway, by its id; a dash for one that is no more. */
  numberOf: (takeaway: number) => number | '–'
  /** What posts come from. Empty before the first campaign. */
  networks: Accessor<readonly NetworkView[]>
}

const ServicesContext = createContext<Services>()

export function ServicesProvider(props: { http: Http; kept: KeptValues; children: JSX.Element }) {
  const [campaignName, setCampaignName] = createSignal(props.kept.read('campaign-name') ?? undefined)
  const [named, setNamed] = createSignal<Pick<CampaignView, 'takeaways' | 'networks'>>()
  const nameCampaign: Services['nameCampaign'] = (campaign) => {
    setCampaignName(campaign.name)
    setNamed(campaign)
    props.kept.write('campaign-name', campaign.name)
  }
  return (
    <ServicesContext.Provider
      value={{
        get http() {
          return props.http
        },
        get kept() {
          return props.kept
        },
        campaignName,
        nameCampaign,
        numberOf: (takeaway) => named()?.takeaways.find(({ id }) => id === takeaway)?.number ?? '–',
        networks: () => named()?.networks ?? [],
      }}
    >
      {props.children}
    </ServicesContext.Provider>
  )
}

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('Expected useServices to be used under <ServicesProvider>')
  return services
}
