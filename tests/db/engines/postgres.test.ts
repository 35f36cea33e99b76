import { type Engine } from '@wall/db/engines/engine'
