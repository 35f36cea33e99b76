-- Waiting posts that stand under a takeaway as a proposal are counted as the others are (see 0018): nobody looks for them.
DROP INDEX post_proposed;
INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
SELECT campaign_id, 'proposed', 0, proposed, count(*) FROM post
WHERE standing = 'pending' AND filed_by IS NULL AND removed_why IS NULL AND proposed IS NOT NULL GROUP BY 1, 4;

CREATE TRIGGER post_tally_proposed_insert AFTER INSERT ON post
WHEN new.standing = 'pending' AND new.filed_by IS NULL AND new.removed_why IS NULL AND new.proposed IS NOT NULL BEGIN
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number) VALUES (new.campaign_id, 'proposed', 0, new.proposed, 1)
  ON CONFLICT DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER post_tally_proposed AFTER UPDATE OF standing, filed_by, removed_why, proposed ON post
WHEN iif(old.standing = 'pending' AND old.filed_by IS NULL AND old.removed_why IS NULL, old.proposed, NULL)
  IS NOT iif(new.standing = 'pending' AND new.filed_by IS NULL AND new.removed_why IS NULL, new.proposed, NULL) BEGIN
  UPDATE tally SET number = number - 1
  WHERE old.standing = 'pending' AND old.filed_by IS NULL AND old.removed_why IS NULL
    AND campaign_id = old.campaign_id AND what = 'proposed' AND quarter = 0 AND takeaway = old.proposed;
  INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
  SELECT new.campaign_id, 'proposed', 0, new.proposed, 1
  WHERE new.standing = 'pending' AND new.filed_by IS NULL AND new.removed_why IS NULL AND new.proposed IS NOT NULL
  ON CONFLICT DO UPDATE SET number = number + 1;
END;

-- What look-ups do not find, and what of the approved the network hides: mostly nothing, so it is quickly weighed how much it is
-- (see store/posts/findings.ts).
CREATE INDEX post_unfound ON post (campaign_id, network, author_id) WHERE check_at IS NOT NULL
  AND (removed_why = 'missing' OR check_attempts < 0 OR (verified_cid IS NULL AND check_attempts > 4));
CREATE INDEX post_hidden ON post (campaign_id, network, author_id)
  WHERE check_at IS NOT NULL AND standing = 'approved' AND hidden_why IN ('account', 'label');
