-- Waiting posts that stand under a takeaway as a proposal are counted as the others are (see 0018): nobody looks for them.
DROP INDEX post_proposed;
INSERT INTO tally (campaign_id, what, quarter, takeaway, number)
SELECT campaign_id, 'proposed', 0, proposed, count(*) FROM post
WHERE standing = 'pending' AND filed_by IS NULL AND removed_why IS NULL AND proposed IS NOT NULL GROUP BY 1, 4;

CREATE FUNCTION tally_proposals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO tally AS kept (campaign_id, what, quarter, takeaway, number)
    SELECT campaign_id, 'proposed', 0, proposed, count(*) FROM come
    WHERE standing = 'pending' AND filed_by IS NULL AND removed_why IS NULL AND proposed IS NOT NULL
    GROUP BY 1, 4 ORDER BY 1, 4
    ON CONFLICT (campaign_id, quarter, what, takeaway) DO UPDATE SET number = kept.number + excluded.number;
  ELSE
    INSERT INTO tally AS kept (campaign_id, what, quarter, takeaway, number)
    SELECT campaign_id, 'proposed', 0, proposed, sum(number) FROM (
      SELECT campaign_id, proposed, -1 AS number FROM gone
      WHERE standing = 'pending' AND filed_by IS NULL AND removed_why IS NULL AND proposed IS NOT NULL
      UNION ALL SELECT campaign_id, proposed, 1 FROM come
      WHERE standing = 'pending' AND filed_by IS NULL AND removed_why IS NULL AND proposed IS NOT NULL
    ) AS move GROUP BY 1, 4 HAVING sum(number) <> 0 ORDER BY 1, 4
    ON CONFLICT (campaign_id, quarter, what, takeaway) DO UPDATE SET number = kept.number + excluded.number;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER post_tally_proposed_insert AFTER INSERT ON post REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION tally_proposals();
CREATE TRIGGER post_tally_proposed_update AFTER UPDATE ON post REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION tally_proposals();

-- What look-ups do not find, and what of the approved the network hides: mostly nothing, so it is quickly weighed how much it is
-- (see store/posts/findings.ts).
CREATE INDEX post_unfound ON post (campaign_id, network, author_id) WHERE check_at IS NOT NULL
  AND (removed_why = 'missing' OR check_attempts < 0 OR (verified_cid IS NULL AND check_attempts > 4));
CREATE INDEX post_hidden ON post (campaign_id, network, author_id)
  WHERE check_at IS NOT NULL AND standing = 'approved' AND hidden_why IN ('account', 'label');
