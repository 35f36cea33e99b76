import { createContext, type JSX, useContext } from 'solid-js'
import type { Http } from '../api/client.ts'
import type { KeptValues } from './kept-values.ts'

export type Services = { http: Http; kept: KeptValues }

const ServicesContext = createContext<Services>()

export function ServicesProvider(props: Services & { children: JSX.Element }) {
  return (
    <ServicesContext.Provider
      value={{
        get http() {
          return props.http
        },
        get kept() {
          return props.kept
        },
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
