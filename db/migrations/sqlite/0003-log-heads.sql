-- A campaign's place in its log, apart from the campaign: the row that every write takes should be small.
CREATE TABLE log_head (
  campaign_id INTEGER PRIMARY KEY REFERENCES campaign (id),
  seq INTEGER NOT NULL
) STRICT;
INSERT INTO log_head (campaign_id, seq) SELECT id, seq FROM campaign;
ALTER TABLE campaign DROP COLUMN seq;
