/** What text learns from beside a campaign's own words, as the team edited it. */
export interface CampaignSeeds {
  takeaways: { id: number; examples: string[]; keywords: string[] }[]
  /** Posts that speak to no takeaway. */
  none: string[]
}
