-- What pages count, kept by the database itself as posts come and change (see store/lists/tally.ts). A takeaway of 0 is
-- "unfiled", a quarter of 0 "ever"; posts that were taken back count no more.
CREATE TABLE tally (
  campaign_id INTEGER NOT NULL REFERENCES campaign (id),
  what TEXT NOT NULL,
  quarter INTEGER NOT NULL,
  takeaway INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, quarter, what, takeaway)
) STRICT, WITHOUT ROWID;

-- Whether an author has another post in a place is one look into this index.
DROP INDEX post_author;
CREATE INDEX post_author ON post (author_id, campaign_id, removed_why, takeaway);
-- Nobody lists or counts posts that were taken back.
DROP INDEX post_kept;
DROP INDEX post_standing;
CREATE INDEX post_standing ON post (campaign_id, standing, stood_at, id) WHERE removed_why IS NULL;

INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
SELECT campaign_id, standing, 0, coalesce(takeaway, 0), count(*) FROM post WHERE removed_why IS NULL GROUP BY 1, 2, 4
UNION ALL SELECT campaign_id, 'shown', 0, coalesce(takeaway, 0), count(*) FROM post
  WHERE removed_why IS NULL AND standing = 'approved' AND hidden_why IS NULL GROUP BY 1, 4
UNION ALL SELECT campaign_id, 'arrived', sort_at / 900000, coalesce(takeaway, 0), count(*) FROM post WHERE removed_why IS NULL GROUP BY 1, 3, 4
UNION ALL SELECT campaign_id, 'author', 0, coalesce(takeaway, 0), count(DISTINCT author_id) FROM post WHERE removed_why IS NULL GROUP BY 1, 4
UNION ALL SELECT campaign_id, 'any_author', 0, 0, count(DISTINCT author_id) FROM post WHERE removed_why IS NULL GROUP BY 1;

CREATE TRIGGER post_tally_insert AFTER INSERT ON post WHEN new.removed_why IS NULL BEGIN
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  VALUES (new.campaign_id, new.standing, 0, coalesce(new.takeaway, 0), 1),
    (new.campaign_id, 'arrived', new.sort_at / 900000, coalesce(new.takeaway, 0), 1)
  ON CONFLICT DO UPDATE SET number = number + 1;
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'shown', 0, coalesce(new.takeaway, 0), 1 WHERE new.standing = 'approved' AND new.hidden_why IS NULL
  ON CONFLICT DO UPDATE SET number = number + 1;
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'author', 0, coalesce(new.takeaway, 0), 1 WHERE NOT EXISTS (
    SELECT 1 FROM post WHERE author_id = new.author_id AND campaign_id = new.campaign_id AND removed_why IS NULL
      AND takeaway IS new.takeaway AND id <> new.id)
  ON CONFLICT DO UPDATE SET number = number + 1;
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'any_author', 0, 0, 1 WHERE NOT EXISTS (
    SELECT 1 FROM post WHERE author_id = new.author_id AND campaign_id = new.campaign_id AND removed_why IS NULL AND id <> new.id)
  ON CONFLICT DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER post_tally_standing AFTER UPDATE OF standing, takeaway, removed_why ON post
WHEN old.standing <> new.standing OR old.takeaway IS NOT new.takeaway OR (old.removed_why IS NULL) <> (new.removed_why IS NULL) BEGIN
  UPDATE tally SET number = number - 1 WHERE old.removed_why IS NULL
    AND campaign_id = old.campaign_id AND what = old.standing AND quarter = 0 AND takeaway = coalesce(old.takeaway, 0);
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, new.standing, 0, coalesce(new.takeaway, 0), 1 WHERE new.removed_why IS NULL
  ON CONFLICT DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER post_tally_shown AFTER UPDATE OF standing, takeaway, removed_why, hidden_why ON post
WHEN old.takeaway IS NOT new.takeaway
  OR (old.standing = 'approved' AND coalesce(old.hidden_why, old.removed_why) IS NULL)
  <> (new.standing = 'approved' AND coalesce(new.hidden_why, new.removed_why) IS NULL) BEGIN
  UPDATE tally SET number = number - 1 WHERE old.standing = 'approved' AND coalesce(old.hidden_why, old.removed_why) IS NULL
    AND campaign_id = old.campaign_id AND what = 'shown' AND quarter = 0 AND takeaway = coalesce(old.takeaway, 0);
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'shown', 0, coalesce(new.takeaway, 0), 1
  WHERE new.standing = 'approved' AND coalesce(new.hidden_why, new.removed_why) IS NULL
  ON CONFLICT DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER post_tally_place AFTER UPDATE OF takeaway, removed_why ON post
WHEN old.takeaway IS NOT new.takeaway OR (old.removed_why IS NULL) <> (new.removed_why IS NULL) BEGIN
  UPDATE tally SET number = number - 1 WHERE old.removed_why IS NULL
    AND campaign_id = old.campaign_id AND what = 'arrived' AND quarter = old.sort_at / 900000 AND takeaway = coalesce(old.takeaway, 0);
  UPDATE tally SET number = number - 1 WHERE old.removed_why IS NULL
    AND campaign_id = old.campaign_id AND what = 'author' AND quarter = 0 AND takeaway = coalesce(old.takeaway, 0)
    AND NOT EXISTS (SELECT 1 FROM post WHERE author_id = old.author_id AND campaign_id = old.campaign_id AND removed_why IS NULL
      AND takeaway IS old.takeaway AND id <> old.id);
  UPDATE tally SET number = number - 1 WHERE old.removed_why IS NULL AND new.removed_why IS NOT NULL
    AND campaign_id = old.campaign_id AND what = 'any_author' AND quarter = 0 AND takeaway = 0
    AND NOT EXISTS (SELECT 1 FROM post WHERE author_id = old.author_id AND campaign_id = old.campaign_id AND removed_why IS NULL
      AND id <> old.id);
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'arrived', new.sort_at / 900000, coalesce(new.takeaway, 0), 1 WHERE new.removed_why IS NULL
  ON CONFLICT DO UPDATE SET number = number + 1;
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'author', 0, coalesce(new.takeaway, 0), 1 WHERE new.removed_why IS NULL AND NOT EXISTS (
    SELECT 1 FROM post WHERE author_id = new.author_id AND campaign_id = new.campaign_id AND removed_why IS NULL
      AND takeaway IS new.takeaway AND id <> new.id)
  ON CONFLICT DO UPDATE SET number = number + 1;
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'any_author', 0, 0, 1 WHERE old.removed_why IS NOT NULL AND new.removed_why IS NULL AND NOT EXISTS (
    SELECT 1 FROM post WHERE author_id = new.author_id AND campaign_id = new.campaign_id AND removed_why IS NULL AND id <> new.id)
  ON CONFLICT DO UPDATE SET number = number + 1;
END;
