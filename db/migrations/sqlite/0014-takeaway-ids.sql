-- A takeaway has an id that its posts, decisions and seeds stand by; what was its number is its id. All else of it stands in
-- the campaign's content.
ALTER TABLE takeaway RENAME COLUMN number TO takeaway_id;
ALTER TABLE takeaway DROP COLUMN slug;
ALTER TABLE takeaway DROP COLUMN title;

-- Ids begin after every number that was ever seen, also of takeaways that were removed.
ALTER TABLE campaign ADD COLUMN last_takeaway INTEGER NOT NULL DEFAULT 0;
UPDATE campaign SET last_takeaway = (
  SELECT coalesce(max(id), 0) FROM (
    SELECT takeaway_id AS id FROM takeaway WHERE campaign_id = campaign.id
    UNION ALL SELECT json_extract(before, '$.takeaway') FROM decision WHERE campaign_id = campaign.id
    UNION ALL SELECT json_extract(after, '$.takeaway') FROM decision WHERE campaign_id = campaign.id
    UNION ALL SELECT takeaway FROM idea_group WHERE campaign_id = campaign.id
    UNION ALL SELECT json_extract(one.value, '$.number')
      FROM filing_seeds, json_each(filing_seeds.seeds, '$.takeaways') AS one WHERE campaign_id = campaign.id
  )
);
UPDATE campaign SET content = json_set(content, '$.takeaways', json((
  SELECT json_group_array(json_set(one.value, '$.id', json_extract(one.value, '$.number')))
  FROM json_each(content, '$.takeaways') AS one
)));
UPDATE filing_seeds SET seeds = json_set(seeds, '$.takeaways', json((
  SELECT json_group_array(json_remove(json_set(one.value, '$.id', json_extract(one.value, '$.number')), '$.number'))
  FROM json_each(seeds, '$.takeaways') AS one
)));
