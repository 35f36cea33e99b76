-- A takeaway has an id that its posts, decisions and seeds stand by; what was its number is its id. All else of it stands in
-- the campaign's content.
ALTER TABLE takeaway RENAME COLUMN number TO takeaway_id;
ALTER TABLE takeaway DROP COLUMN slug, DROP COLUMN title;

-- Ids begin after every number that was ever seen, also of takeaways that were removed.
ALTER TABLE campaign ADD COLUMN last_takeaway integer NOT NULL DEFAULT 0;
UPDATE campaign SET last_takeaway = (
  SELECT coalesce(max(id), 0) FROM (
    SELECT takeaway_id AS id FROM takeaway WHERE campaign_id = campaign.id
    UNION ALL SELECT (before ->> 'takeaway')::integer FROM decision WHERE campaign_id = campaign.id
    UNION ALL SELECT (after ->> 'takeaway')::integer FROM decision WHERE campaign_id = campaign.id
    UNION ALL SELECT takeaway FROM idea_group WHERE campaign_id = campaign.id
    UNION ALL SELECT (one ->> 'number')::integer
      FROM filing_seeds, jsonb_array_elements(seeds -> 'takeaways') AS one WHERE campaign_id = campaign.id
  ) AS seen
);
UPDATE campaign SET content = jsonb_set(content, '{takeaways}', (
  SELECT coalesce(jsonb_agg(one || jsonb_build_object('id', one -> 'number') ORDER BY place), '[]')
  FROM jsonb_array_elements(content -> 'takeaways') WITH ORDINALITY AS list (one, place)
));
UPDATE filing_seeds SET seeds = jsonb_set(seeds, '{takeaways}', (
  SELECT coalesce(jsonb_agg((one - 'number') || jsonb_build_object('id', one -> 'number') ORDER BY place), '[]')
  FROM jsonb_array_elements(seeds -> 'takeaways') WITH ORDINALITY AS list (one, place)
));
