import type { CampaignView } from '@wall/api/wire/campaign'
import { type Accessor, createContext, createSignal, type JSX, useContext } from 'solid-js'
import type { Http } from '../api/client.ts'
import type { KeptValues } from './kept-values.ts'

export type Services = {
  http: Http
  kept: KeptValues
  /** Of the campaign this browser saw last: what the menu is headed with. Undefined before the first. */
  campaignName: Accessor<string | undefined>
  /** Tells all parts of the page which campaign it is of. */
  nameCampaign: (campaign: Pick<CampaignView, 'name' | 'takeaways'>) => void
  /** What people call a takeaway, by its id; a dash for one that is no more. */
  numberOf: (takeaway: number) => number | '–'
}

const ServicesContext = createContext<Services>()

export function ServicesProvider(props: { http: Http; kept: KeptValues; children: JSX.Element }) {
  const [campaignName, setCampaignName] = createSignal(props.kept.read('campaign-name') ?? undefined)
  const [takeaways, setTakeaways] = createSignal<CampaignView['takeaways']>([])
  const nameCampaign: Services['nameCampaign'] = ({ name, takeaways }) => {
    setCampaignName(name)
    setTakeaways(takeaways)
    props.kept.write('campaign-name', name)
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
        numberOf: (takeaway) => takeaways().find(({ id }) => id === takeaway)?.number ?? '–',
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
