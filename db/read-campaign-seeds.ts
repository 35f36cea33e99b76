import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { describeDatabaseUrl } from './database-url.ts'
import type { Database, Tables } from './engines/engine.ts'
import { translatePostgresFault, upperFirst } from './engines/postgres-faults.ts'
import { readApplied } from './engines/postgres-migrations.ts'
import { translateFault } from './engines/sqlite-faults.ts'
import { planMigrations, readMigrations } from './migrate.ts'
import type { CampaignContent } from './model/campaign.ts'
import { AppError } from './model/error.ts'
import type { CampaignSeeds } from './model/filing/campaign-seeds.ts'
import { openSource } from './move/open-source.ts'
import * as postgresTables from './tables/postgres.ts'
import * as sqliteTables from './tables/sqlite.ts'

export interface CampaignAndSeeds {
  campaign: CampaignContent
  /** What the team saved; null while it goes by what came with the campaign. */
  saved: CampaignSeeds | null
}

const connectTimeoutMs = 5_000

/**
 * The campaign that an installation shows, and the seeds its team saved. Only reads: it makes no database,
 * brings none up to date and may be asked while the wall runs. Throws AppError `invalid` when there is no
 * wall or it is of an older version, `not_found` when there is no campaign in it, and as `openStore` does
 * when the database can't be used.
 */
export async function readCampaignSeeds(place: {
  dataDir: string
  databaseUrl: string | null
}): Promise<CampaignAndSeeds> {
  return place.databaseUrl === null ? readFromFile(place.dataDir) : readFromServer(place.databaseUrl)
}

async function readFromFile(dataDir: string): Promise<CampaignAndSeeds> {
  const source = openSource(dataDir)
  try {
    return await select(source.db, sqliteTables as unknown as Tables)
  } catch (error) {
    throw translateFault(error)
  } finally {
    source.close()
  }
}

async function readFromServer(url: string): Promise<CampaignAndSeeds> {
  const client = new pg.Client({
    ...{ connectionString: url, application_name: 'takeaway-wall' },
    ...{ connectionTimeoutMillis: connectTimeoutMs, query_timeout: 30_000 },
  })
  client.on('error', () => {})
  const database = describeDatabaseUrl(url)
  try {
    await client.connect()
    await client.query('BEGIN READ ONLY')
    const applied = await readApplied(client)
    if (planMigrations(readMigrations('postgres'), applied).length > 0) {
      const why = applied.length === 0 ? 'holds no wall' : 'holds a wall of an older version'
      const what = applied.length === 0 ? 'Check DATABASE_URL.' : 'Start it once with this version.'
      throw new AppError('invalid', `${upperFirst(database)} ${why}. ${what}`)
    }
    return await select(drizzle({ client }), postgresTables)
  } catch (error) {
    throw translatePostgresFault(error, database)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Of two campaigns the older one, as the wall itself does. */
async function select(db: Database, { campaign, filingSeeds }: Tables): Promise<CampaignAndSeeds> {
  const [row] = await db
    .select({ content: campaign.content, seeds: filingSeeds.seeds })
    .from(campaign)
    .leftJoin(filingSeeds, eq(filingSeeds.campaignId, campaign.id))
    .orderBy(asc(campaign.id))
    .limit(1)
  if (!row) throw new AppError('not_found', 'There is no campaign in this wall yet. Start it once.')
  return { campaign: row.content, saved: row.seeds }
}
