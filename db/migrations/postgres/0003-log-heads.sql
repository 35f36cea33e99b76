-- A campaign's place in its log, apart from the campaign: every write locks and rewrites this row, while the campaign's own is wide
-- and looked at by the foreign key of every new post. Room in the page, so that a new version of a row needs no other page.
CREATE TABLE log_head (
  campaign_id bigint PRIMARY KEY REFERENCES campaign (id),
  seq bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log_head (campaign_id, seq) SELECT id, seq FROM campaign;
ALTER TABLE campaign DROP COLUMN seq;
-- An event takes its campaign from the locked head; a second look for every row would only lengthen the lock.
ALTER TABLE event DROP CONSTRAINT event_campaign_id_fkey;
